using Runner.Conventions;

namespace Load.Payload;

/// <summary>
/// Whole beats: for each of several sessions the eight gauges of one collection, all with one time. Laid out as an SDK
/// does, metric by metric: metrics.v1's Metric, Gauge and NumberDataPoint.
/// </summary>
public sealed class MetricTemplate : RequestTemplate
{
    private static readonly (string Name, string Unit, bool Whole)[] Gauges =
    [
        (MetricNames.Heartbeat, "{beat}", true),
        (MetricNames.HeartbeatInterval, "s", false),
        (MetricNames.Progress, "{step}", true),
        (MetricNames.Equity, "{currency}", false),
        (MetricNames.Pnl, "{currency}", false),
        (MetricNames.Trades, "{trade}", true),
        (MetricNames.Wins, "{trade}", true),
        (MetricNames.Losses, "{trade}", true),
    ];

    private readonly SessionPool _pool;
    private readonly ulong _started;
    private readonly int _beats;
    private readonly int[] _first;
    private readonly int _stride;
    private readonly Offsets _at;

    public MetricTemplate(SessionPool pool, int items)
    {
        _pool = pool;
        _started = new ItemClock().Reserve(1);
        _beats = Math.Max(1, items / Gauges.Length);
        _first = new int[Gauges.Length];
        var records = new ProtoWriter();
        for (var g = 0; g < Gauges.Length; g++)
        {
            var gauge = new ProtoWriter();
            var point = Point(Gauges[g].Whole, out _at);
            var inGauge = gauge.Message(1, point);
            _stride = gauge.Written.Length;
            for (var i = 1; i < _beats; i++)
            {
                gauge.Message(1, point);
            }

            var metric = new ProtoWriter();
            metric.Text(1, Gauges[g].Name);
            metric.Text(3, Gauges[g].Unit);
            var inMetric = metric.Message(5, gauge);
            _first[g] = records.Message(2, metric) + inMetric + inGauge;
        }

        var at = Keep(records.Written);
        for (var g = 0; g < Gauges.Length; g++)
        {
            _first[g] += at;
        }
    }

    public override int Items => _beats * Gauges.Length;

    public override string GrpcPath =>
        "/opentelemetry.proto.collector.metrics.v1.MetricsService/Export";

    public override string HttpPath => "/v1/metrics";

    public override void Patch(ulong now)
    {
        var place = _pool.Reserve(_beats);
        for (var i = 0; i < _beats; i++)
        {
            var session = _pool.IndexOf(place + i);
            var beat = _pool.NextBeat(session);
            var time = now + (ulong)i * NanosBetweenItems;
            for (var g = 0; g < Gauges.Length; g++)
            {
                var at = _first[g] + i * _stride;
                Write(at + _at.Start, _started);
                Write(at + _at.Time, time);
                Write(at + _at.Value, Value(g, beat));
                Write(at + _at.SessionId, _pool.Id(session));
            }
        }
    }

    /// <summary>Eight bytes: a whole number or a double's bits, by the gauge.</summary>
    private static ulong Value(int gauge, long beat) =>
        gauge switch
        {
            0 => (ulong)beat,
            1 => BitConverter.DoubleToUInt64Bits(5),
            2 => (ulong)beat * 10,
            3 => BitConverter.DoubleToUInt64Bits(10_000 + Pnl(beat)),
            4 => BitConverter.DoubleToUInt64Bits(Pnl(beat)),
            5 => (ulong)beat / 4,
            6 => (ulong)beat / 8,
            _ => (ulong)(beat / 4 - beat / 8),
        };

    private static double Pnl(long beat) => Math.Round(100 * Math.Sin(beat / 50.0), 2);

    private static ProtoWriter Point(bool whole, out Offsets at)
    {
        var point = new ProtoWriter();
        var start = point.Fixed64(2, 0);
        var time = point.Fixed64(3, 0);
        var value = point.Fixed64(whole ? 6 : 4, 0);
        var sessionId = point.Attribute(
            7,
            AttributeNames.SessionId,
            new string('0', SessionPool.IdLength)
        );
        point.Attribute(7, AttributeNames.PhaseName, CheckpointTexts.Phase);
        at = new Offsets(start, time, value, sessionId);
        return point;
    }

    private readonly record struct Offsets(int Start, int Time, int Value, int SessionId);
}
