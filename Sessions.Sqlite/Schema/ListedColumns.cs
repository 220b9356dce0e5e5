using Sessions.Sqlite.Native;
using Sessions.Sqlite.State;
using Sessions.Sqlite.Write;

namespace Sessions.Sqlite.Schema;

/// <summary>Fills the columns of the list that are made from the sessions' states.</summary>
internal static class ListedColumns
{
    /// <summary>Within the migration to schema 9: since then a session that retries is due, too.</summary>
    public static void Fill(Database database)
    {
        var sessions = database.Prepare(
            "SELECT no, id, state FROM session CROSS JOIN session_state ON session = no"
        );
        var rows = new List<(long Number, string? Currency, double? Pnl, long? Due)>();
        while (sessions.Step())
        {
            var (number, id) = (sessions.Int64(0), sessions.Text(1));
            var state = StoredState.Read(database, number, id, sessions.Blob(2));
            rows.Add(
                (number, state.Header?.Currency, MoneyColumns.Of(state).Pnl, DueTime.Of(state))
            );
        }

        var update = database.Prepare(
            "UPDATE session SET currency = ?2, pnl = ?3, due = ?4 WHERE no = ?1"
        );
        foreach (var (number, currency, pnl, due) in rows)
        {
            update.Bind(1, number).Bind(2, currency).Bind(3, pnl).Bind(4, due).Run();
        }
    }
}
