using System.Diagnostics.Metrics;
using Runner.Conventions;

namespace Runner.Telemetry.Heartbeats;

/// <summary>The instruments of the conventions. They report the sessions alive now, and nothing of a session that has
/// ended.</summary>
sealed class SessionGauges : IDisposable
{
    readonly Meter _meter;
    readonly Lock _gate = new();
    readonly ThreadLocal<Round> _rounds = new(() => new Round());
    int _instruments;
    HeartbeatEmitter[] _emitters = [];

    public SessionGauges(string meterName, string? version)
    {
        _meter = new Meter(meterName, version);
        Gauge(MetricNames.Heartbeat, "{beat}", "Number of the newest heartbeat", p => p.Number);
        Gauge(MetricNames.HeartbeatInterval, "s", "How often heartbeats come", p => p.Interval);
        Gauge(MetricNames.Progress, "{step}", "Work done in the phase", p => p.Progress);
        Gauge(
            MetricNames.ProgressTotal,
            "{step}",
            "Work that the phase has to do",
            p => p.ProgressTotal
        );
        Gauge(
            MetricNames.Equity,
            "{currency}",
            "Cash and positions at market",
            p => (double?)p.Equity
        );
        Gauge(
            MetricNames.Pnl,
            "{currency}",
            "Equity above the initial capital",
            p => (double?)p.Pnl
        );
        Gauge(MetricNames.Trades, "{trade}", "Closed trades of the phase", p => p.Trades?.Trades);
        Gauge(MetricNames.Wins, "{trade}", "Closed with a profit", p => p.Trades?.Wins);
        Gauge(MetricNames.Losses, "{trade}", "Closed with a loss", p => p.Trades?.Losses);
    }

    public void Add(HeartbeatEmitter emitter)
    {
        lock (_gate)
        {
            _emitters = [.. _emitters, emitter];
        }
    }

    public void Remove(HeartbeatEmitter emitter)
    {
        lock (_gate)
        {
            _emitters = [.. _emitters.Where(e => e != emitter)];
        }
    }

    /// <summary>Records a figure of one's own; the meter hands out one instrument per name, unit and description.</summary>
    public void Record(
        string name,
        double value,
        string? unit,
        string? description,
        KeyValuePair<string, object?>[] tags
    ) => _meter.CreateGauge<double>(name, unit, description).Record(value, tags);

    public void Dispose()
    {
        _meter.Dispose();
        _rounds.Dispose();
    }

    void Gauge<T>(string name, string unit, string description, Func<BeatPoint, T?> value)
        where T : struct
    {
        var order = _instruments++;
        _meter.CreateObservableGauge(name, () => Report(order, value), unit, description);
    }

    List<Measurement<T>> Report<T>(int order, Func<BeatPoint, T?> value)
        where T : struct
    {
        var measurements = new List<Measurement<T>>();
        foreach (var point in _rounds.Value!.Points(order, this))
        {
            if (value(point) is { } measured)
            {
                measurements.Add(new Measurement<T>(measured, point.Tags));
            }
        }

        return measurements;
    }

    /// <summary>One collection: a reader asks the instruments one after the other on one thread, always in the same order.
    /// The points are taken when the first is asked, so that all are of one moment.</summary>
    sealed class Round
    {
        int _newest = int.MaxValue;
        BeatPoint[] _points = [];

        public BeatPoint[] Points(int order, SessionGauges gauges)
        {
            if (order <= _newest)
            {
                _points = [.. Volatile.Read(ref gauges._emitters).SelectMany(e => e.Take())];
            }

            _newest = order;
            return _points;
        }
    }
}
