namespace Sessions;

/// <summary>Reduces an equity curve to a number of points without losing its extremes.</summary>
public static class EquityReduction
{
    /// <inheritdoc cref="Of(IEquityValues, int, double?)"/>
    public static EquityCurve Of(
        IReadOnlyList<(DateTimeOffset Timestamp, double Equity, EventId Id)> values,
        int points,
        double? capital = null
    ) => Of(new EquityList(values), points, capital);

    /// <summary>
    /// Drawdown of every value, then as many points as asked for: the first, the last, and of each stretch between
    /// them its lowest and its highest. The deepest fall's peak and trough are kept in any case when four points or
    /// more are asked for.
    /// </summary>
    /// <param name="values">In order of time.</param>
    /// <param name="points">At least 2.</param>
    /// <param name="capital">What the account was worth at first: the peak until there is a higher one.</param>
    public static EquityCurve Of(IEquityValues values, int points, double? capital = null)
    {
        var least = capital ?? double.NegativeInfinity;
        var fall = Deeper(values.DeepestFall(), FallFrom(least, values));
        var kept =
            values.Count <= points
                ? Enumerable.Range(0, values.Count)
                : Keep(values, Math.Max(points, 2), fall.Peak, fall.Trough);
        return new EquityCurve(
            [
                .. kept.Select(i =>
                {
                    var (timestamp, equity, id) = values[i];
                    return new EquityPoint(
                        timestamp,
                        equity,
                        Drawdown(Math.Max(least, values.PeakAt(i)), equity),
                        id
                    );
                }),
            ],
            values.Count,
            fall.Percent
        );
    }

    /// <summary>
    /// A stretch of a whole curve, reduced in the same way. Drawdowns stay those from the peak of the whole; the deepest
    /// one given is the deepest within the stretch.
    /// </summary>
    /// <param name="whole">A curve that nothing was left out of.</param>
    /// <param name="from">At or after.</param>
    /// <param name="to">At or before.</param>
    /// <param name="points">At least 2.</param>
    public static EquityCurve Within(
        EquityCurve whole,
        DateTimeOffset? from,
        DateTimeOffset? to,
        int points
    )
    {
        EquityPoint[] inside =
        [
            .. whole.Points.Where(p => !(p.Timestamp < from) && !(p.Timestamp > to)),
        ];
        if (inside.Length == 0)
        {
            return EquityCurve.Empty;
        }

        var trough = Enumerable.Range(0, inside.Length).MaxBy(i => inside[i].Drawdown);
        var peak = Enumerable.Range(0, trough + 1).MaxBy(i => inside[i].Equity);
        return new EquityCurve(
            inside.Length <= points
                ? inside
                :
                [
                    .. Keep(
                            new EquityList(
                                Array.ConvertAll(inside, p => (p.Timestamp, p.Equity, p.Id))
                            ),
                            Math.Max(points, 2),
                            peak,
                            trough
                        )
                        .Select(i => inside[i]),
                ],
            inside.Length,
            inside[trough].Drawdown
        );
    }

    private static (double Percent, int Peak, int Trough) Deeper(
        (double Percent, int Peak, int Trough) a,
        (double Percent, int Peak, int Trough) b
    ) => b.Percent > a.Percent ? b : a;

    /// <summary>The deepest fall from the capital, among the values before the first above it.</summary>
    private static (double Percent, int Peak, int Trough) FallFrom(
        double capital,
        IEquityValues values
    )
    {
        var (low, high) = (0, values.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = values.PeakAt(middle) > capital ? (low, middle) : (middle + 1, high);
        }

        if (low == 0)
        {
            return (0, 0, 0);
        }

        var trough = values.Extremes(0, low).Low;
        return (Drawdown(capital, values[trough].Equity), 0, trough);
    }

    /// <summary>Percent of the peak; 0 while there is no positive one.</summary>
    public static double Drawdown(double peak, double equity) =>
        peak > 0 ? (peak - equity) / peak * 100 : 0;

    private static SortedSet<int> Keep(IEquityValues values, int points, int from, int to)
    {
        var kept = new SortedSet<int> { 0, values.Count - 1 };
        if (points >= 4)
        {
            kept.Add(from);
            kept.Add(to);
        }

        // A stretch gives two points at most, so this many stretches cannot give too many.
        var stretches = (points - kept.Count) / 2;
        for (var s = 0; s < stretches; s++)
        {
            var start = 1 + (int)((long)(values.Count - 2) * s / stretches);
            var end = 1 + (int)((long)(values.Count - 2) * (s + 1) / stretches);
            if (start < end)
            {
                var (low, high) = values.Extremes(start, end);
                kept.Add(low);
                kept.Add(high);
            }
        }

        return kept;
    }
}
