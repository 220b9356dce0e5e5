namespace Sessions.ClickHouse.Read;

/// <summary>Where a row of an event stands in its session's order.</summary>
/// <param name="Time">Ticks, as this row states them.</param>
/// <param name="Id">The event's id.</param>
internal readonly record struct Place(long Time, long Id) : IComparable<Place>
{
    public int CompareTo(Place other) => (Time, Id).CompareTo((other.Time, other.Id));
}
