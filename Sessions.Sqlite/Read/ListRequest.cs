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
    public ListOrder Order { get; } = new(Query.Sort, Query.Ascending);
}
