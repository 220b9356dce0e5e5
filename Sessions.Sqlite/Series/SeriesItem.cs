namespace Sessions.Sqlite.Series;

/// <summary>A heartbeat, or another event that states equity, at its place in the session's order.</summary>
/// <param name="Time">UTC ticks.</param>
/// <param name="Id">Of the event.</param>
/// <param name="IsBeat">Whether it is a heartbeat.</param>
/// <param name="Equity">In the session's currency; not a number where it states none.</param>
internal readonly record struct SeriesItem(long Time, long Id, bool IsBeat, double Equity)
    : IComparable<SeriesItem>
{
    public Place Place => new(Time, Id);

    public bool HasEquity => !double.IsNaN(Equity);

    public BeatTick Beat =>
        // A beat without a number has the id of a hash, which is negative.
        new(
            new DateTimeOffset(Time, TimeSpan.Zero),
            new EventId(Id),
            Id >= 0 ? EventId.BeatOf(Id, null, null).Number : 0
        );

    /// <summary>By place: two items at the same place are the same event.</summary>
    public int CompareTo(SeriesItem other) => Place.CompareTo(other.Place);
}

/// <summary>A place in a session's order: time in UTC ticks, then the event's id.</summary>
internal readonly record struct Place(long Time, long Id) : IComparable<Place>
{
    /// <summary>Before everything.</summary>
    public static Place Start => new(long.MinValue, long.MinValue);

    public static Place End => new(long.MaxValue, long.MaxValue);

    public static Place Of(EventCursor cursor) => new(cursor.Timestamp.UtcTicks, cursor.Id.Value);

    public int CompareTo(Place other) =>
        Time != other.Time ? Time.CompareTo(other.Time) : Id.CompareTo(other.Id);
}
