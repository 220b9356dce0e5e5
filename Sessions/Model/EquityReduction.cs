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
        var all = new EquityPoint[values.Count];
        var (peak, peakAt, deepest, from, to) = (double.NegativeInfinity, 0, 0.0, 0, 0);
        for (var i = 0; i < all.Length; i++)
        {
            var (timestamp, equity, id) = values[i];
            if (equity > peak)
            {
                (peak, peakAt) = (equity, i);
            }

            var drawdown = peak > 0 ? (peak - equity) / peak * 100 : 0;
            if (drawdown > deepest)
            {
                (deepest, from, to) = (drawdown, peakAt, i);
            }

            all[i] = new EquityPoint(timestamp, equity, drawdown, id);
        }

        return new EquityCurve(Reduce(all, Math.Max(points, 2), from, to), all.Length, deepest);
    }

    private static IReadOnlyList<EquityPoint> Reduce(
        EquityPoint[] all,
        int points,
        int from,
        int to
    )
    {
        if (all.Length <= points)
        {
            return all;
        }

        var kept = new SortedSet<int> { 0, all.Length - 1 };
        if (points >= 4)
        {
            kept.Add(from);
            kept.Add(to);
        }

        // A stretch gives two points at most, so this many stretches cannot give too many.
        var stretches = (points - kept.Count) / 2;
        for (var s = 0; s < stretches; s++)
        {
            var start = 1 + (int)((long)(all.Length - 2) * s / stretches);
            var end = 1 + (int)((long)(all.Length - 2) * (s + 1) / stretches);
            var (low, high) = (start, start);
            for (var i = start; i < end; i++)
            {
                low = all[i].Equity < all[low].Equity ? i : low;
                high = all[i].Equity > all[high].Equity ? i : high;
            }

            if (start < end)
            {
                kept.Add(low);
                kept.Add(high);
            }
        }

        return [.. kept.Select(i => all[i])];
    }
}
