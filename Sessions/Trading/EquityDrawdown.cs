namespace Sessions;

/// <summary>How far equity fell below its peak so far, and for how long.</summary>
/// <param name="Amount">The deepest fall, in the session's currency.</param>
/// <param name="Longest">From a peak until equity was as high again, or until the present; null when it never fell.</param>
/// <param name="IsOpen">Whether it has not been as high again since.</param>
internal sealed record EquityDrawdown(double Amount, TimeSpan? Longest, bool IsOpen)
{
    /// <returns>Null without any equity.</returns>
    public static EquityDrawdown? Of(
        EquityCurve? curve,
        double? capital,
        DateTimeOffset start,
        DateTimeOffset present
    )
    {
        if (curve is not { Points: { Count: > 0 } points })
        {
            return null;
        }

        var (peak, peakAt) = capital is { } first
            ? (first, start)
            : (points[0].Equity, points[0].Timestamp);
        var (amount, longest, isOpen, isBelow) = (0.0, TimeSpan.Zero, false, false);
        foreach (var point in points)
        {
            if (point.Equity < peak)
            {
                amount = Math.Max(amount, peak - point.Equity);
                isBelow = true;
                continue;
            }

            if (isBelow)
            {
                Measure(point.Timestamp, goesOn: false);
            }

            (peak, peakAt, isBelow) = (point.Equity, point.Timestamp, false);
        }

        if (isBelow)
        {
            var last = points[^1].Timestamp;
            Measure(present > last ? present : last, goesOn: true);
        }

        return new EquityDrawdown(amount, longest > TimeSpan.Zero ? longest : null, isOpen);

        void Measure(DateTimeOffset until, bool goesOn)
        {
            if (until - peakAt > longest)
            {
                (longest, isOpen) = (until - peakAt, goesOn);
            }
        }
    }
}
