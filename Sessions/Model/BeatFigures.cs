namespace Sessions;

/// <summary>
/// What a beat states when its gauges came apart: for each gauge the earliest value in the beat's window, from 50 ms
/// before the beat to 50 ms before the next one. One collection has one time, but clocks of readers differ a little.
/// </summary>
public static class BeatFigures
{
    /// <summary>How much earlier than its beat a gauge of the same collection may stand.</summary>
    public static readonly TimeSpan Slack = TimeSpan.FromMilliseconds(50);

    /// <summary>The beat with what the points of its window add.</summary>
    /// <param name="beat">A heartbeat.</param>
    /// <param name="next">Time of the next beat in the session's order; null for the last.</param>
    /// <param name="points">Points of the session, in any order; those outside the window do not count.</param>
    public static SessionEvent Join(
        SessionEvent beat,
        DateTimeOffset? next,
        IEnumerable<GaugePoint> points
    )
    {
        var joined = new Values(beat);
        foreach (var point in points)
        {
            if (
                point.Timestamp >= beat.Timestamp - Slack
                && (next is null || point.Timestamp < next - Slack)
            )
            {
                joined.Take(point.Metric, point.Timestamp, point.Value);
            }
        }

        return joined.Changed ? joined.Apply(beat) : beat;
    }

    /// <summary>A beat's gauges as points at its own time.</summary>
    public static IEnumerable<GaugePoint> ToPoints(SessionEvent beat)
    {
        for (var metric = GaugeMetric.Interval; metric <= GaugeMetric.ProgressTotal; metric++)
        {
            if (Stated(beat, metric) is { } value)
            {
                yield return new GaugePoint(
                    beat.SessionId,
                    beat.Phase,
                    beat.Timestamp,
                    metric,
                    value
                );
            }
        }
    }

    private static double? Stated(SessionEvent e, GaugeMetric metric) =>
        metric switch
        {
            GaugeMetric.Interval => e.Beat?.IntervalSeconds,
            GaugeMetric.Progress => e.Beat?.Progress,
            GaugeMetric.Equity => e.Figures?.Equity,
            GaugeMetric.Pnl => e.Figures?.Pnl,
            GaugeMetric.Trades => e.Figures?.Trades,
            GaugeMetric.Wins => e.Figures?.Wins,
            GaugeMetric.Losses => e.Figures?.Losses,
            _ => e.Beat?.ProgressTotal,
        };

    /// <summary>The earliest value of each gauge so far; of two at the same time the greater.</summary>
    private sealed class Values
    {
        private readonly (DateTimeOffset At, double Value)?[] _earliest = new (
            DateTimeOffset,
            double
        )?[(int)GaugeMetric.ProgressTotal + 1];

        public Values(SessionEvent beat)
        {
            foreach (var own in ToPoints(beat))
            {
                _earliest[(int)own.Metric] = (own.Timestamp, own.Value);
            }
        }

        public bool Changed { get; private set; }

        public void Take(GaugeMetric metric, DateTimeOffset at, double value)
        {
            if (
                _earliest[(int)metric] is { } known
                && (known.At < at || (known.At == at && known.Value >= value))
            )
            {
                return;
            }

            _earliest[(int)metric] = (at, value);
            Changed = true;
        }

        public SessionEvent Apply(SessionEvent beat)
        {
            var figures = new Figures
            {
                Equity = Of(GaugeMetric.Equity),
                Pnl = Of(GaugeMetric.Pnl),
                Trades = (long?)Of(GaugeMetric.Trades),
                Wins = (long?)Of(GaugeMetric.Wins),
                Losses = (long?)Of(GaugeMetric.Losses),
            };
            return beat with
            {
                Figures = figures.IsEmpty ? null : figures,
                Beat = beat.Beat is { } b
                    ? b with
                    {
                        IntervalSeconds = Of(GaugeMetric.Interval),
                        Progress = (long?)Of(GaugeMetric.Progress),
                        ProgressTotal = (long?)Of(GaugeMetric.ProgressTotal),
                    }
                    : null,
            };
        }

        private double? Of(GaugeMetric metric) => _earliest[(int)metric]?.Value;
    }
}
