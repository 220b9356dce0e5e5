using Sessions.ClickHouse.Http;
using Sessions.ClickHouse.Rows;

namespace Sessions.ClickHouse.Read;

/// <summary>Where a row of an event stands in its session's order; as text, a tuple of SQL.</summary>
/// <param name="Time">Ticks, as this row states them.</param>
/// <param name="Id">The event's id.</param>
internal readonly record struct Place(long Time, long Id) : IComparable<Place>
{
    /// <summary>Before every event.</summary>
    public static Place First { get; } = new(long.MinValue, long.MinValue);

    /// <summary>Behind every event.</summary>
    public static Place Last { get; } = new(long.MaxValue, long.MaxValue);

    public static Place Of(EventRow row) => new(row.Event.Timestamp.UtcTicks, row.Id.Value);

    public static Place Of(SessionEvent e) => new(e.Timestamp.UtcTicks, e.Id.Value);

    /// <summary>Reads the columns <c>time, id</c>.</summary>
    public static Place Read(ref Row row) => new(row.Int64(), row.Int64());

    public int CompareTo(Place other) => (Time, Id).CompareTo((other.Time, other.Id));

    public override string ToString() => FormattableString.Invariant($"({Time},{Id})");
}
