namespace Sessions.Sqlite.Curve;

/// <summary>One value of a session's equity at its place in the session's order.</summary>
/// <param name="Time">UTC ticks.</param>
/// <param name="Id">Of the event that states it.</param>
/// <param name="Equity">In the session's currency.</param>
internal readonly record struct CurveValue(long Time, long Id, double Equity)
    : IComparable<CurveValue>
{
    /// <summary>Before every value.</summary>
    public static CurveValue First => new(long.MinValue, long.MinValue, 0);

    /// <summary>By place: two values at the same place are the same event's.</summary>
    public int CompareTo(CurveValue other) =>
        Time != other.Time ? Time.CompareTo(other.Time) : Id.CompareTo(other.Id);
}
