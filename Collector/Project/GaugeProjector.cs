using Collector.Decode;
using Sessions;

namespace Collector.Project;

/// <summary>
/// Joins the gauges of one collection into one beat: within a request, a point belongs to the beat of its session and
/// phase that lies nearest in time. A point without one in reach goes to the store as it is.
/// </summary>
internal sealed class GaugeProjector(Interner interner, AttributeReader attributeReader)
{
    /// <summary>How far apart the points of one collection may lie: SDKs stamp each instrument on its own.</summary>
    public static readonly TimeSpan Reach = TimeSpan.FromMilliseconds(50);

    private readonly List<Point> _points = [];
    private readonly BeatTable _beats = new();

    public void Reset()
    {
        _points.Clear();
        _beats.Clear();
    }

    /// <returns>False for a metric that the conventions do not name.</returns>
    public bool TryProject(in MetricMessage metric, in DecodedAttributes inherited, Projection into)
    {
        var name = KnownNames.Of(metric.Name);
        if (name < KnownName.Heartbeat)
        {
            return false;
        }

        if (metric.Kind is not (MetricKind.Gauge or MetricKind.Sum))
        {
            PassOver(metric, inherited, into);
            return true;
        }

        foreach (var message in metric.Points)
        {
            Take(name, NumberDataPointMessage.Read(message), inherited, into);
        }

        return true;
    }

    private void Take(
        KnownName name,
        in NumberDataPointMessage point,
        in DecodedAttributes inherited,
        Projection into
    )
    {
        into.Items++;
        var decoded = inherited;
        attributeReader.Read(point.Attributes, ref decoded);
        if (decoded.SessionId is not { } session)
        {
            into.Unmatched++;
            return;
        }

        if (!point.HasRecordedValue)
        {
            return;
        }

        if (Problem(name, point, decoded) is { } problem)
        {
            into.Reject(problem);
        }
        else if (UnixTime.ToUtc(point.Time) is { } time)
        {
            into.NoteValues(decoded, point.Time);
            Add(
                name,
                new Point(
                    session,
                    decoded.PhaseName,
                    decoded.PhaseRun,
                    decoded.BeatGeneration ?? 0,
                    time,
                    default,
                    point.Value
                )
            );
        }
        else
        {
            into.Reject($"{KnownNames.Text(name)}: time_unix_nano missing or no time");
        }
    }

    /// <summary>Counts the points of a metric that is neither a gauge nor a cumulative sum.</summary>
    private void PassOver(in MetricMessage metric, in DecodedAttributes inherited, Projection into)
    {
        foreach (var message in metric.Points)
        {
            into.Items++;
            var decoded = inherited;
            attributeReader.Read(MetricPoint.AttributesOf(metric.Kind, message), ref decoded);
            if (decoded.SessionId is not { } session)
            {
                into.Unmatched++;
                continue;
            }

            into.Ignored.Add(
                IgnoredReason.UnusedMetric,
                session,
                $"metric {interner.Text(metric.Name)}: must be a gauge or a cumulative sum"
            );
        }
    }

    /// <summary>Turns all that was added since the last reset into heartbeats and single points.</summary>
    public void Join(Projection into)
    {
        _beats.Order();
        foreach (var point in _points)
        {
            if (
                !_beats.TryJoin(
                    new BeatGroup(point.Session, point.Phase, point.Run),
                    point.Time,
                    point.Metric,
                    point.Value
                )
            )
            {
                into.Points.Add(
                    new GaugePoint(
                        point.Session,
                        point.Phase,
                        point.Time,
                        point.Metric,
                        point.Value
                    )
                    {
                        Run = point.Run,
                    }
                );
            }
        }

        _beats.AddTo(into.Events);
    }

    private void Add(KnownName name, Point point)
    {
        if (name == KnownName.Heartbeat)
        {
            _beats.Add(
                new BeatGroup(point.Session, point.Phase, point.Run),
                point.Time,
                (long)point.Value,
                point.Generation
            );
        }
        else
        {
            _points.Add(point with { Metric = MetricOf(name) });
        }
    }

    private static string? Problem(
        KnownName name,
        in NumberDataPointMessage point,
        in DecodedAttributes decoded
    )
    {
        if (decoded.Problem is not null)
        {
            return decoded.Problem;
        }

        var why = name switch
        {
            _ when !double.IsFinite(point.Value) => "must be a finite number",
            KnownName.Equity or KnownName.Pnl => Math.Abs(point.Value) <= Bounds.MaxAmount
                ? null
                : $"must be within ±{Bounds.MaxAmount:0E+0}",
            KnownName.HeartbeatInterval => point.Value is > 0 and <= Bounds.MaxSeconds
                ? null
                : $"must be above 0 and at most {Bounds.MaxSeconds} seconds",
            _ when !WholeNumber.TryConvert(point.Value, out _) => "must be a whole number",
            KnownName.Heartbeat => point.Value is >= 1 and <= Bounds.MaxCount
                ? null
                : $"must be between 1 and {Bounds.MaxCount}",
            _ => point.Value is >= 0 and <= Bounds.MaxCount
                ? null
                : $"must be between 0 and {Bounds.MaxCount}",
        };
        return why is null ? null : $"{KnownNames.Text(name)}: {why}";
    }

    private static GaugeMetric MetricOf(KnownName name) =>
        name switch
        {
            KnownName.HeartbeatInterval => GaugeMetric.Interval,
            KnownName.Progress => GaugeMetric.Progress,
            KnownName.Equity => GaugeMetric.Equity,
            KnownName.Pnl => GaugeMetric.Pnl,
            KnownName.Trades => GaugeMetric.Trades,
            KnownName.Wins => GaugeMetric.Wins,
            KnownName.ProgressTotal => GaugeMetric.ProgressTotal,
            _ => GaugeMetric.Losses,
        };

    private readonly record struct Point(
        string Session,
        string? Phase,
        int? Run,
        int Generation,
        DateTimeOffset Time,
        GaugeMetric Metric,
        double Value
    );
}
