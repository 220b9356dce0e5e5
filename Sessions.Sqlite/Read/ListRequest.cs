using Sessions.Sqlite.Native;

namespace Sessions.Sqlite.Read;

/// <summary>Which part of which list is asked for.</summary>
/// <param name="Database">Within one transaction.</param>
/// <param name="Query">Filters and order.</param>
/// <param name="Cursor">Behind which row.</param>
/// <param name="Limit">How many rows at most.</param>
internal sealed record ListRequest(
    Database Database,
    SessionQuery Query,
    ListCursor Cursor,
    int Limit
)
{
    /// <summary>Up to so many due sessions are sorted; with more, walking over all running sessions in order is quicker.</summary>
    private const int Few = 5_000;

    public ListOrder Order { get; } = new(Query.Sort, Query.Ascending);

    /// <summary>Whether sessions that are due are asked for, and there are few of them.</summary>
    public bool FewAreDue { get; } = Query.DueBy is { } due && CountDue(Database, due) <= Few;

    private static long CountDue(Database database, DateTimeOffset due)
    {
        var query = database
            .Prepare(
                "SELECT count(*) FROM (SELECT 1 FROM session INDEXED BY session_due WHERE status = 0 AND due <= ?1 LIMIT ?2)"
            )
            .Bind(1, due.UtcTicks)
            .Bind(2, Few + 1);
        query.Step();
        var count = query.Int64(0);
        query.Reset();
        return count;
    }
}
