namespace Sessions;

/// <summary>One value of a figure, as a runner stated it. Stating it again changes nothing.</summary>
/// <param name="SessionId">The session.</param>
/// <param name="Figure">Which figure.</param>
/// <param name="Writer">
/// Whoever counts, as a hash of its resource and scope: amounts of several add up. 0 for a gauge, of which the latest counts.
/// </param>
/// <param name="Start">Since when the amount is counted, UTC; null where that is not stated, and for a gauge.</param>
/// <param name="Timestamp">When it was stated, UTC.</param>
/// <param name="Amount">The value; finite.</param>
public sealed record FigurePoint(
    string SessionId,
    Figure Figure,
    long Writer,
    DateTimeOffset? Start,
    DateTimeOffset Timestamp,
    FigureAmount Amount
)
{
    /// <summary>Which amounts replace each other: those of one writer, counted since one moment.</summary>
    public FigureSource Source => new(Writer, Figure.IsDelta ? 0 : Start?.UtcTicks ?? 0);
}

/// <summary>Who counts an amount.</summary>
/// <param name="Writer">As <see cref="FigurePoint.Writer"/>.</param>
/// <param name="Since">Since when it is counted, UTC ticks; 0 where that is not stated, or does not matter.</param>
public readonly record struct FigureSource(long Writer, long Since)
{
    /// <summary>How many sources the figures of a session may have in all.</summary>
    public const int MostOfSession = 256;
}

/// <summary>A value of a figure.</summary>
/// <param name="Value">Of a histogram its sum.</param>
/// <param name="Count">Of a histogram how many values there were; otherwise 0.</param>
/// <param name="Min">The least single value; null where it is not known.</param>
/// <param name="Max">The greatest single value; null where it is not known.</param>
public readonly record struct FigureAmount(
    double Value,
    long Count = 0,
    double? Min = null,
    double? Max = null
)
{
    internal FigureAmount Plus(FigureAmount other) =>
        new(Value + other.Value, Count + other.Count, Least(Min, other.Min), Most(Max, other.Max));

    /// <summary>The other one, with the extremes of both.</summary>
    internal FigureAmount Then(FigureAmount later) =>
        later with
        {
            Min = Least(Min, later.Min),
            Max = Most(Max, later.Max),
        };

    internal bool IsLessThan(FigureAmount other) =>
        (Count, Value).CompareTo((other.Count, other.Value)) < 0;

    private static double? Least(double? a, double? b) => a is null || b < a ? b ?? a : a;

    private static double? Most(double? a, double? b) => a is null || b > a ? b ?? a : a;
}
