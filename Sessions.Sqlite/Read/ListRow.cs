namespace Sessions.Sqlite.Read;

/// <summary>A session's place in a list.</summary>
/// <param name="Key">Sort key: ticks, or the bits of the ROI.</param>
/// <param name="Number">The session's.</param>
internal readonly record struct ListRow(long Key, long Number);

/// <summary>The order of a list: by key, then by number, both in the same direction.</summary>
internal sealed class ListOrder(SessionSort sort, bool ascending) : IComparer<ListRow>
{
    public int Compare(ListRow x, ListRow y)
    {
        var keys =
            sort == SessionSort.Roi
                ? BitConverter
                    .Int64BitsToDouble(x.Key)
                    .CompareTo(BitConverter.Int64BitsToDouble(y.Key))
                : x.Key.CompareTo(y.Key);
        var order = keys != 0 ? keys : x.Number.CompareTo(y.Number);
        return ascending ? order : -order;
    }
}
