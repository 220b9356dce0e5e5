namespace Sessions;

/// <summary>A curve of which every value is at hand.</summary>
internal sealed class EquityList(
    IReadOnlyList<(DateTimeOffset Timestamp, double Equity, EventId Id)> values
) : IEquityValues
{
    private (int Next, double Peak) _seen = (0, double.NegativeInfinity);

    public int Count => values.Count;

    public (DateTimeOffset Timestamp, double Equity, EventId Id) this[int index] => values[index];

    public double PeakAt(int index)
    {
        var (next, peak) = index < _seen.Next - 1 ? (0, double.NegativeInfinity) : _seen;
        for (; next <= index; next++)
        {
            peak = Math.Max(peak, values[next].Equity);
        }

        _seen = (next, peak);
        return peak;
    }

    public (int Low, int High) Extremes(int start, int end)
    {
        var (low, high) = (start, start);
        for (var i = start; i < end; i++)
        {
            low = values[i].Equity < values[low].Equity ? i : low;
            high = values[i].Equity > values[high].Equity ? i : high;
        }

        return (low, high);
    }

    public (double Percent, int Peak, int Trough) DeepestFall()
    {
        var (peak, peakAt, deepest, from, to) = (double.NegativeInfinity, 0, 0.0, 0, 0);
        for (var i = 0; i < values.Count; i++)
        {
            var equity = values[i].Equity;
            if (equity > peak)
            {
                (peak, peakAt) = (equity, i);
            }

            var drawdown = EquityReduction.Drawdown(peak, equity);
            if (drawdown > deepest)
            {
                (deepest, from, to) = (drawdown, peakAt, i);
            }
        }

        return (deepest, from, to);
    }
}
