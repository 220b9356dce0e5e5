namespace Sessions.Sqlite.Events;

/// <summary>Where an event stands: in the order of its session's events of its kind, and in commit order.</summary>
/// <param name="Kind">Its phase, type and level.</param>
/// <param name="Time">UTC ticks.</param>
/// <param name="Id">Its identity.</param>
/// <param name="Position">Its position in commit order, which is its row.</param>
internal readonly record struct Place(EventKind Kind, long Time, long Id, long Position)
    : IComparable<Place>
{
    public int CompareTo(Place other) =>
        (Kind.Value, Time, Id).CompareTo((other.Kind.Value, other.Time, other.Id));
}
