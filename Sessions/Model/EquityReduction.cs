namespace Sessions;

/// <summary>Reduces an equity curve to a number of points without losing its extremes.</summary>
public static class EquityReduction
{
    /// <summary>
    /// Drawdown of every value, then as many points as asked for: the first, the last, and of each stretch between
    /// them its lowest and its highest. The deepest fall's peak and trough are kept in any case when four points or
    /// more are asked for.
    /// </summary>
    /// <param name="values">In order of time.</param>
    /// <param name="points">At least 2.</param>
    public static EquityCurve Of(
        IReadOnlyList<(DateTimeOffset Timestamp, double Equity, EventId Id)> values,
        int points
    )
    {
        var (peak, peakAt, deepest, from, to) = (double.NegativeInfinity, 0, 0.0, 0, 0);
        for (var i = 0; i < values.Count; i++)
        {
            var equity = values[i].Equity;
            if (equity > peak)
            {
                (peak, peakAt) = (equity, i);
            }

            var drawdown = Drawdown(peak, equity);
            if (drawdown > deepest)
            {
                (deepest, from, to) = (drawdown, peakAt, i);
            }
        }

        var kept =
            values.Count <= points
                ? Enumerable.Range(0, values.Count)
                : Keep(values, Math.Max(points, 2), from, to);
        return new EquityCurve(Points(values, kept), values.Count, deepest);
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
                            Array.ConvertAll(inside, p => (p.Timestamp, p.Equity, p.Id)),
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

    /// <summary>Percent of the peak; 0 while there is no positive one.</summary>
    private static double Drawdown(double peak, double equity) =>
        peak > 0 ? (peak - equity) / peak * 100 : 0;

    private static SortedSet<int> Keep(
        IReadOnlyList<(DateTimeOffset Timestamp, double Equity, EventId Id)> values,
        int points,
        int from,
        int to
    )
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
            var (low, high) = (start, start);
            for (var i = start; i < end; i++)
            {
                low = values[i].Equity < values[low].Equity ? i : low;
                high = values[i].Equity > values[high].Equity ? i : high;
            }

            if (start < end)
            {
                kept.Add(low);
                kept.Add(high);
            }
        }

        return kept;
    }

    private static List<EquityPoint> Points(
        IReadOnlyList<(DateTimeOffset Timestamp, double Equity, EventId Id)> values,
        IEnumerable<int> kept
    )
    {
        var points = new List<EquityPoint>();
        var (peak, next) = (double.NegativeInfinity, 0);
        foreach (var i in kept)
        {
            for (; next <= i; next++)
            {
                peak = Math.Max(peak, values[next].Equity);
            }

            var (timestamp, equity, id) = values[i];
            points.Add(new EquityPoint(timestamp, equity, Drawdown(peak, equity), id));
        }

        return points;
    }
}
