namespace Sessions.ClickHouse.Rows;

/// <summary>What all rows of one event say together; a function of the set of rows, whatever their order.</summary>
/// <param name="Stored">The event; of a beat what was stated at its earliest time.</param>
/// <param name="Later">What the same beat stated again later, as points of their own.</param>
internal readonly record struct SettledEvent(StoredEvent Stored, IReadOnlyList<GaugePoint> Later)
{
    public SessionEvent Event => Stored.Event;

    /// <param name="rows">At least one; all of one session and id.</param>
    public static SettledEvent Of(IReadOnlyCollection<EventRow> rows)
    {
        if (rows.Count == 1)
        {
            var only = rows.First();
            return new SettledEvent(
                new StoredEvent(new StorePosition(only.Position), only.ArrivedAt, only.Event),
                []
            );
        }

        var first = rows.Min(row => row.Event.Timestamp);
        var isBeat = rows.First().Event.Type == EventType.Heartbeat;
        var merged = rows.Where(row => !isBeat || row.Event.Timestamp == first)
            .Select(row => row.Event)
            .Aggregate(SessionEvent.Merge);
        var newest = rows.MaxBy(row => row.Position)!;
        return new SettledEvent(
            new StoredEvent(new StorePosition(newest.Position), newest.ArrivedAt, merged),
            isBeat
                ?
                [
                    .. rows.Where(row => row.Event.Timestamp != first)
                        .SelectMany(row => BeatFigures.ToPoints(row.Event)),
                ]
                : []
        );
    }
}
