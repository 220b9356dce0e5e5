using Sessions.Sqlite.Events;

namespace Sessions.Sqlite.Series;

/// <summary>The equity of a session's series.</summary>
internal sealed class StoredCurve(SeriesTree tree) : IEquityValues
{
    /// <summary>How far two roundings of the same fall may lie apart, relatively.</summary>
    private const double Rounding = 1e-12;

    // Most places that are asked for follow each other.
    private (SeriesNode Node, List<SeriesItem> Values)? _last;

    public int Count => tree.Root.Sum.Values;

    public (DateTimeOffset Timestamp, double Equity, EventId Id) this[int index]
    {
        get
        {
            var (node, values) = Holding(index);
            var value = values[index - node.FirstValue];
            return (EventReader.Time(value.Time), value.Equity, new EventId(value.Id));
        }
    }

    public double PeakAt(int index)
    {
        var (node, values) = Holding(index);
        return values
            .Take(index - node.FirstValue + 1)
            .Aggregate(node.PeakBefore, (peak, value) => Math.Max(peak, value.Equity));
    }

    public (int Low, int High) Extremes(int start, int end)
    {
        var (low, high) = (
            new Extreme(double.PositiveInfinity, start, null),
            new Extreme(double.NegativeInfinity, start, null)
        );
        Look(tree.Root);
        return (Place(low), Place(high));

        void Look(SeriesNode node)
        {
            if (node.EndValue <= start || node.FirstValue >= end)
            {
                return;
            }

            if (start <= node.FirstValue && node.EndValue <= end)
            {
                low = node.Sum.Low < low.Equity ? new Extreme(node.Sum.Low, 0, node) : low;
                high = node.Sum.High > high.Equity ? new Extreme(node.Sum.High, 0, node) : high;
            }
            else if (node.Level > 0)
            {
                tree.Below(node).ForEach(Look);
            }
            else
            {
                var values = Values(node);
                for (
                    var i = Math.Max(start, node.FirstValue);
                    i < Math.Min(end, node.EndValue);
                    i++
                )
                {
                    var equity = values[i - node.FirstValue].Equity;
                    low = equity < low.Equity ? new Extreme(equity, i, null) : low;
                    high = equity > high.Equity ? new Extreme(equity, i, null) : high;
                }
            }
        }
    }

    public (double Percent, int Peak, int Trough) DeepestFall()
    {
        // A fall below zero is deeper the lower its peak was, and a fall from infinity is not one: rows cannot say either.
        var isTold = tree.Root.Sum.Low > 0 && !double.IsInfinity(tree.Root.Sum.High);
        var bound = isTold ? tree.Root.Sum.Fall : double.PositiveInfinity;
        var (deepest, trough, peakOf) = (0.0, 0, double.NaN);
        Look(tree.Root);
        return (deepest, double.IsNaN(peakOf) ? 0 : FirstHigh(peakOf), trough);

        void Look(SeriesNode node)
        {
            if (
                deepest >= bound
                || (isTold && node.Sum.FallFrom(node.PeakBefore) < bound * (1 - Rounding))
            )
            {
                return;
            }

            if (node.Level > 0)
            {
                tree.Below(node).ForEach(Look);
                return;
            }

            var (peak, i) = (node.PeakBefore, node.FirstValue);
            foreach (var value in Values(node))
            {
                peak = Math.Max(peak, value.Equity);
                var fall = EquityReduction.Drawdown(peak, value.Equity);
                if (fall > deepest)
                {
                    (deepest, trough, peakOf) = (fall, i, peak);
                }

                i++;
            }
        }
    }

    private (SeriesNode Node, List<SeriesItem> Values) Holding(int index)
    {
        if (_last is not { } last || index < last.Node.FirstValue || index >= last.Node.EndValue)
        {
            var node = tree.Find(node => index < node.EndValue);
            _last = last = (node, Values(node));
        }

        return last;
    }

    private List<SeriesItem> Values(SeriesNode node) =>
        tree.Items(node).FindAll(item => item.HasEquity);

    private int Place(Extreme extreme)
    {
        if (extreme.Node is not { } node)
        {
            return extreme.Index;
        }

        while (node.Level > 0)
        {
            node = tree.Below(node)
                .First(below =>
                    below.Sum.Low == extreme.Equity || below.Sum.High == extreme.Equity
                );
        }

        return FirstIn(node, extreme.Equity);
    }

    /// <summary>The first place of a value that was the highest so far.</summary>
    private int FirstHigh(double equity) =>
        FirstIn(tree.Find(node => node.Sum.High >= equity), equity);

    private int FirstIn(SeriesNode node, double equity) =>
        node.FirstValue + Values(node).FindIndex(value => value.Equity == equity);

    /// <param name="Equity">The lowest or highest value so far.</param>
    /// <param name="Index">Its place.</param>
    /// <param name="Node">Where it is, if its place is not known yet.</param>
    private readonly record struct Extreme(double Equity, int Index, SeriesNode? Node);
}
