using Sessions.Sqlite.Native;

namespace Sessions.Sqlite.Read;

/// <summary>Prepared walks over the order of events, lent out by direction: a merge holds one for each kind at a time.</summary>
internal sealed class WalkStatements(Database database) : IDisposable
{
    private const string Newest = """
        SELECT position, time, id FROM event INDEXED BY event_order
        WHERE session = ?1 AND kind = ?2 AND (time, id) < (?3, ?4) ORDER BY time DESC, id DESC
        """;

    private const string Oldest = """
        SELECT position, time, id FROM event INDEXED BY event_order
        WHERE session = ?1 AND kind = ?2 AND (time, id) > (?3, ?4) ORDER BY time, id
        """;

    /// <summary>The statements' texts, for whoever looks at their plans.</summary>
    public static IReadOnlyList<string> Texts => [Newest, Oldest];

    private readonly Stack<Statement> _newestFirst = [];
    private readonly Stack<Statement> _oldestFirst = [];

    public Statement Rent(bool oldestFirst) =>
        Idle(oldestFirst).TryPop(out var statement)
            ? statement
            : database.PrepareOwned(oldestFirst ? Oldest : Newest);

    public void Return(Statement statement, bool oldestFirst)
    {
        statement.Reset();
        Idle(oldestFirst).Push(statement);
    }

    public void Dispose()
    {
        foreach (var statement in _newestFirst.Concat(_oldestFirst))
        {
            statement.Dispose();
        }
    }

    private Stack<Statement> Idle(bool oldestFirst) => oldestFirst ? _oldestFirst : _newestFirst;
}
