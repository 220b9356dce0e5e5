namespace Sessions.Sqlite.Curve;

/// <summary>What a chunk's row tells without being unpacked.</summary>
/// <param name="Count">How many values it holds.</param>
/// <param name="Low">The lowest; infinite when it holds none.</param>
/// <param name="High">The highest; infinite when it holds none.</param>
/// <param name="Fall">The deepest fall within it, in percent of the peak within it.</param>
internal readonly record struct ChunkSummary(int Count, double Low, double High, double Fall)
{
    public static ChunkSummary Of(ReadOnlySpan<CurveValue> values)
    {
        var (low, high, fall) = (double.PositiveInfinity, double.NegativeInfinity, 0.0);
        foreach (var (_, _, equity) in values)
        {
            low = Math.Min(low, equity);
            high = Math.Max(high, equity);
            fall = Greater(fall, EquityReduction.Drawdown(high, equity));
        }

        return new ChunkSummary(values.Length, low, high, fall);
    }

    /// <summary>The deepest fall to a value of it, from a peak within it or before it, but for a rounding error.</summary>
    public double FallFrom(double peakBefore) =>
        Greater(Fall, EquityReduction.Drawdown(peakBefore, Low));

    /// <summary>From an infinite peak a fall is no number.</summary>
    private static double Greater(double fall, double other) => other > fall ? other : fall;
}
