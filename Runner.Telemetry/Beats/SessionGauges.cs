using System.Diagnostics.Metrics;
using Runner.Conventions;

namespace Runner.Telemetry.Beats;

/// <summary>The instruments of the conventions. They report the newest beat of the sessions alive now, and nothing of a
/// session that has ended.</summary>
sealed class SessionGauges : IDisposable
{
    readonly Meter meter;
    readonly Lock gate = new();
    readonly ThreadLocal<Round> rounds = new(() => new Round());
    readonly Instrument[] instruments;
    Heart[] hearts = [];

    public SessionGauges(string meterName, string? version)
    {
        meter = new Meter(meterName, version);
        instruments =
        [
            Gauge(
                0,
                MetricNames.Heartbeat,
                "{beat}",
                "Number of the newest beat",
                p => (long?)p.Beat
            ),
            Gauge(
                1,
                MetricNames.HeartbeatInterval,
                "s",
                "How often the session beats",
                p => (double?)p.Interval
            ),
            Gauge(
                2,
                MetricNames.Progress,
                "{step}",
                "Work done in the phase",
                p => (long?)p.Figures.Progress
            ),
            Gauge(
                3,
                MetricNames.Equity,
                "{currency}",
                "Cash and positions at market",
                p => (double?)p.Figures.Equity
            ),
            Gauge(
                4,
                MetricNames.Pnl,
                "{currency}",
                "Equity above the initial capital",
                p => (double?)p.Figures.Pnl
            ),
            Gauge(
                5,
                MetricNames.Trades,
                "{trade}",
                "Closed trades of the phase",
                p => Trades(p, t => t.Trades)
            ),
            Gauge(
                6,
                MetricNames.Wins,
                "{trade}",
                "Closed with a profit",
                p => Trades(p, t => t.Wins)
            ),
            Gauge(
                7,
                MetricNames.Losses,
                "{trade}",
                "Closed with a loss",
                p => Trades(p, t => t.Losses)
            ),
        ];
    }

    /// <summary>Whether anything collects; without it beats make no points.</summary>
    public bool Enabled
    {
        get
        {
            foreach (var instrument in instruments)
            {
                if (instrument.Enabled)
                {
                    return true;
                }
            }

            return false;
        }
    }

    public void Add(Heart heart)
    {
        lock (gate)
        {
            hearts = [.. hearts, heart];
        }
    }

    public void Remove(Heart heart)
    {
        lock (gate)
        {
            hearts = [.. hearts.Where(h => h != heart)];
        }
    }

    public void Dispose()
    {
        meter.Dispose();
        rounds.Dispose();
    }

    static long? Trades(BeatPoint point, Func<TradeCounts, long> count) =>
        point.Figures.Equity is null ? null : count(point.Figures.Trades);

    ObservableGauge<T> Gauge<T>(
        int order,
        string name,
        string unit,
        string description,
        Func<BeatPoint, T?> value
    )
        where T : struct =>
        meter.CreateObservableGauge(name, () => Report(order, value), unit, description);

    List<Measurement<T>> Report<T>(int order, Func<BeatPoint, T?> value)
        where T : struct
    {
        var measurements = new List<Measurement<T>>();
        foreach (var point in rounds.Value!.Points(order, this))
        {
            if (value(point) is { } measured)
            {
                measurements.Add(new Measurement<T>(measured, point.Tags));
            }
        }

        return measurements;
    }

    /// <summary>One collection: a reader asks the instruments one after the other on one thread, always in the same order.
    /// The points are taken when the first is asked, so that a beat in the middle cannot split them.</summary>
    sealed class Round
    {
        int newest = int.MaxValue;
        BeatPoint[] points = [];

        public BeatPoint[] Points(int order, SessionGauges gauges)
        {
            if (order <= newest)
            {
                points = [.. Volatile.Read(ref gauges.hearts).SelectMany(heart => heart.Take())];
            }

            newest = order;
            return points;
        }
    }
}
