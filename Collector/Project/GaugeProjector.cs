using Collector.Decode;
using Sessions;

namespace Collector.Project;

/// <summary>
/// Joins the gauges of one collection into one beat: within a request, a point belongs to the beat of its session and
/// phase that lies nearest in time. A point without one in reach goes to the store as it is.
/// </summary>
internal sealed class GaugeProjector(FactReader facts)
{
    /// <summary>How far apart the points of one collection may lie: SDKs stamp each instrument on its own.</summary>
    public static readonly TimeSpan Reach = TimeSpan.FromMilliseconds(50);

    private readonly List<Point> points = [];
    private readonly BeatTable beats = new();

    public void Reset()
    {
        points.Clear();
        beats.Clear();
    }

    public void Project(in MetricMessage metric, in Facts inherited, Projection into)
    {
        var name = metric.StatesValues ? KnownNames.Of(metric.Name) : KnownName.None;
        if (name < KnownName.Heartbeat)
        {
            var others = metric.CountPoints();
            into.Items += others;
            into.Unmatched += others;
            return;
        }

        foreach (var point in metric.Points)
        {
            into.Items++;
            var said = inherited;
            facts.Read(point.Attributes, ref said);
            if (said.SessionId is not { } session)
            {
                into.Unmatched++;
            }
            else if (Problem(name, point, said) is { } problem)
            {
                into.Reject(problem);
            }
            else if (UnixTime.ToUtc(point.Time) is { } time)
            {
                Add(name, new Point(session, said.PhaseName, time, default, point.Value));
            }
            else
            {
                into.Reject($"{KnownNames.Text(name)}: time_unix_nano missing");
            }
        }
    }

    /// <summary>Makes beats and single points of all that was taken in since the last reset.</summary>
    public void Join(Projection into)
    {
        beats.Order();
        foreach (var point in points)
        {
            if (!beats.TryJoin(point.Session, point.Phase, point.Time, point.Metric, point.Value))
            {
                into.Points.Add(
                    new GaugePoint(
                        point.Session,
                        point.Phase,
                        point.Time,
                        point.Metric,
                        point.Value
                    )
                );
            }
        }

        beats.AddTo(into.Events);
    }

    private void Add(KnownName name, Point point)
    {
        if (name == KnownName.Heartbeat)
        {
            beats.Add(point.Session, point.Phase, point.Time, (long)point.Value);
        }
        else
        {
            points.Add(point with { Metric = MetricOf(name) });
        }
    }

    private static string? Problem(KnownName name, in NumberDataPointMessage point, in Facts said)
    {
        if (said.Problem is not null)
        {
            return said.Problem;
        }

        if (!double.IsFinite(point.Value))
        {
            return $"{KnownNames.Text(name)}: must be a finite number";
        }

        var isCount =
            name
            is KnownName.Heartbeat
                or KnownName.Progress
                or KnownName.Trades
                or KnownName.Wins
                or KnownName.Losses;
        if (isCount && !WholeNumber.TryConvert(point.Value, out _))
        {
            return $"{KnownNames.Text(name)}: must be a whole number";
        }

        return name == KnownName.Heartbeat && point.Value < 1
            ? $"{KnownNames.Text(name)}: must be 1 or more"
            : null;
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
            _ => GaugeMetric.Losses,
        };

    private readonly record struct Point(
        string Session,
        string? Phase,
        DateTimeOffset Time,
        GaugeMetric Metric,
        double Value
    );
}
