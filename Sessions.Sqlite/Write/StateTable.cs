using Sessions.Sqlite.Native;
using Sessions.Sqlite.State;

namespace Sessions.Sqlite.Write;

/// <summary>The rows of the table <c>session_state</c>, for the writer: one for each session of a commit.</summary>
internal sealed class StateTable
{
    private readonly StateCodec _codec = new();
    private readonly RowInsert<HotSession> _rows;

    public StateTable(Database database) =>
        _rows = new RowInsert<HotSession>(
            database,
            "REPLACE INTO session_state (session, changed, state)",
            columns: 3,
            (Statement insert, int first, in HotSession session) =>
                insert
                    .Bind(first, session.Number)
                    .Bind(first + 1, session.State.Liveness.LastSignalAt.UtcTicks)
                    .Bind(first + 2, _codec.Write(session.State))
        );

    /// <summary>Writes the states of these sessions, in this order.</summary>
    public void Save(IReadOnlyList<HotSession> sessions)
    {
        foreach (var session in sessions)
        {
            _rows.Add(session);
        }

        _rows.Flush();
    }

    /// <summary>Forgets what was taken, after a transaction was undone.</summary>
    public void Clear() => _rows.Clear();
}
