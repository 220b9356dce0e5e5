using Sessions.Sqlite.Native;

namespace Sessions.Sqlite.Write;

/// <summary>
/// The rows of the table <c>session_state</c>, for the writer: one for each session of a commit, many to a statement,
/// because starting and ending one costs as much as a row does.
/// </summary>
internal sealed class StateTable(Database database)
{
    /// <summary>How many rows one statement takes.</summary>
    private const int Rows = 32;

    private const int Columns = 3;

    private readonly PackedState _packed = new();
    private readonly Statement _one = Prepare(database, 1);
    private readonly Statement _many = Prepare(database, Rows);

    /// <summary>Writes the states of these sessions, in this order.</summary>
    public void Save(IReadOnlyList<HotSession> sessions)
    {
        var next = 0;
        for (; next + Rows <= sessions.Count; next += Rows)
        {
            for (var row = 0; row < Rows; row++)
            {
                Bind(_many, row * Columns, sessions[next + row]);
            }

            _many.Run();
        }

        for (; next < sessions.Count; next++)
        {
            Bind(_one, 0, sessions[next]);
            _one.Run();
        }
    }

    private static Statement Prepare(Database database, int rows) =>
        database.Prepare(
            $"REPLACE INTO session_state (session, changed, state) VALUES {string.Join(", ", Enumerable.Repeat("(?, ?, ?)", rows))}"
        );

    private void Bind(Statement insert, int before, HotSession session) =>
        insert
            .Bind(before + 1, session.Number)
            .Bind(before + 2, session.State.Liveness.LastSignalAt.UtcTicks)
            .Bind(before + 3, _packed.Write(session.State));
}
