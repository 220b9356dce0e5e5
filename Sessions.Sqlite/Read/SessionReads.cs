using Sessions.Sqlite.Native;
using Sessions.Sqlite.State;

namespace Sessions.Sqlite.Read;

/// <summary>Single sessions, and what earlier sessions of a runner teach.</summary>
internal static class SessionReads
{
    private const int HistorySessions = 50;

    public static SessionState? Find(ReadConnection connection, string id)
    {
        var query = connection
            .Database.Prepare(
                "SELECT state FROM session_state WHERE session = (SELECT no FROM session WHERE id = ?1)"
            )
            .Bind(1, id);
        if (!query.Step())
        {
            return null;
        }

        var state = StateCodec.Read(id, query.Blob(0));
        query.Reset();
        return state;
    }

    public static RunnerHistory History(
        ReadConnection connection,
        string runner,
        DateTimeOffset before
    )
    {
        var query = connection
            .Database.Prepare(
                """
                SELECT id, state FROM session INDEXED BY session_runner CROSS JOIN session_state ON session = no
                WHERE runner = ?1 AND start < ?2 AND status = ?3 ORDER BY start DESC, no DESC LIMIT ?4
                """
            )
            .Bind(1, runner)
            .Bind(2, before.UtcTicks)
            .Bind(3, (long)SessionStatus.Success)
            .Bind(4, HistorySessions);
        return RunnerHistory.Of(States(query));
    }

    public static IEnumerable<SessionState> States(Statement query)
    {
        while (query.Step())
        {
            yield return StateCodec.Read(query.Text(0), query.Blob(1));
        }
    }
}
