namespace Sessions.ClickHouse.Rows;

/// <summary>What all rows of one event say together; a function of the set of rows, whatever their order.</summary>
internal static class SettledEvent
{
    /// <param name="rows">At least one; all of one session and id.</param>
    public static StoredEvent Of(IReadOnlyCollection<EventRow> rows)
    {
        var newest = rows.MaxBy(row => row.Position)!;
        return new StoredEvent(
            new StorePosition(newest.Position),
            newest.ArrivedAt,
            rows.Select(row => row.Event).Aggregate(SessionEvent.Merge)
        );
    }
}
