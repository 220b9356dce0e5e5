using System.Globalization;

namespace Runner.Worker.Market;

/// <summary>What must hold of a price series before anything is computed from it. Each check says what it counted.</summary>
static class SeriesChecks
{
    public static (bool Ok, string Message) Order(IReadOnlyList<Bar> bars)
    {
        for (var i = 1; i < bars.Count; i++)
        {
            if (bars[i].Date <= bars[i - 1].Date)
            {
                return (
                    false,
                    $"row {i + 1}: {Day(bars[i])} does not come after {Day(bars[i - 1])}"
                );
            }
        }

        return (true, $"{bars.Count} rows, each later than the one before");
    }

    public static (bool Ok, string Message) Gaps(IReadOnlyList<Bar> bars, int maxDays)
    {
        var widest = 0;
        var at = 0;
        for (var i = 1; i < bars.Count; i++)
        {
            var days = bars[i].Date.DayNumber - bars[i - 1].Date.DayNumber;
            if (days > widest)
            {
                (widest, at) = (days, i);
            }
        }

        return widest <= maxDays
            ? (true, $"widest gap {widest} days, {maxDays} allowed")
            : (false, $"row {at + 1}: {widest} days before {Day(bars[at])}, {maxDays} allowed");
    }

    public static (bool Ok, string Message) Values(IReadOnlyList<Bar> bars)
    {
        for (var i = 0; i < bars.Count; i++)
        {
            var b = bars[i];
            if (
                b.Low <= 0
                || b.High < b.Low
                || b.Open < b.Low
                || b.Open > b.High
                || b.Close < b.Low
                || b.Close > b.High
            )
            {
                return (
                    false,
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"row {i + 1} ({Day(b)}): open {b.Open}, high {b.High}, low {b.Low}, close {b.Close}"
                    )
                );
            }
        }

        var (lowest, highest) = (bars.Min(b => b.Low), bars.Max(b => b.High));
        return (
            true,
            string.Create(CultureInfo.InvariantCulture, $"prices from {lowest} to {highest}")
        );
    }

    static string Day(Bar bar) => bar.Date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
