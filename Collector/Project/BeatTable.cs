using System.Runtime.InteropServices;
using Sessions;

namespace Collector.Project;

/// <summary>
/// The beats of one request, by session, phase and run and in order of time, so that a point finds its own by binary search:
/// a request may hold a hundred thousand beats of one session.
/// </summary>
internal sealed class BeatTable
{
    private readonly Dictionary<BeatGroup, int> _groups = [];
    private readonly List<Row> _rows = [];

    public void Clear()
    {
        _groups.Clear();
        _rows.Clear();
    }

    public void Add(BeatGroup of, DateTimeOffset time, long number, int generation)
    {
        ref var group = ref CollectionsMarshal.GetValueRefOrAddDefault(_groups, of, out var known);
        if (!known)
        {
            group = _groups.Count;
        }

        _rows.Add(new Row(group, time, number, generation, of));
    }

    /// <summary>To be called once, after the last beat and before the first point.</summary>
    public void Order() => _rows.Sort(Row.Compare);

    /// <summary>Adds a figure to the beat it belongs to.</summary>
    /// <returns>False when no beat of that session, phase and run is in reach.</returns>
    public bool TryJoin(BeatGroup of, DateTimeOffset time, GaugeMetric metric, double value)
    {
        if (!_groups.TryGetValue(of, out var group))
        {
            return false;
        }

        var after = IndexAfter(group, time);
        var best = -1;
        for (var i = after - 1; i <= after; i++)
        {
            if (
                i >= 0
                && i < _rows.Count
                && _rows[i].Group == group
                && (_rows[i].Time - time).Duration() is var distance
                && distance <= GaugeProjector.Reach
                && (best < 0 || distance < (_rows[best].Time - time).Duration())
            )
            {
                best = i;
            }
        }

        if (best < 0)
        {
            return false;
        }

        CollectionsMarshal.AsSpan(_rows)[best].Set(metric, value);
        return true;
    }

    public void AddTo(List<SessionEvent> events)
    {
        foreach (ref readonly var row in CollectionsMarshal.AsSpan(_rows))
        {
            events.Add(row.ToEvent());
        }
    }

    /// <summary>The first row of the group that is later than the time, or where it would stand.</summary>
    private int IndexAfter(int group, DateTimeOffset time)
    {
        int low = 0,
            high = _rows.Count;
        while (low < high)
        {
            var middle = (low + high) / 2;
            var row = _rows[middle];
            if (row.Group < group || (row.Group == group && row.Time <= time))
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }

    private struct Row(int group, DateTimeOffset time, long number, int generation, BeatGroup of)
    {
        private double? _interval;
        private double? _equity;
        private double? _pnl;
        private long? _progress;
        private long? _trades;
        private long? _wins;
        private long? _losses;
        private long? _progressTotal;

        public readonly int Group => group;

        public readonly DateTimeOffset Time => time;

        private readonly long Number => number;

        public static int Compare(Row a, Row b) =>
            a.Group != b.Group ? a.Group.CompareTo(b.Group)
            : a.Time != b.Time ? a.Time.CompareTo(b.Time)
            : a.Number.CompareTo(b.Number);

        public void Set(GaugeMetric metric, double value)
        {
            switch (metric)
            {
                case GaugeMetric.Interval:
                    _interval = Greater(_interval, value);
                    break;
                case GaugeMetric.Progress:
                    _progress = Greater(_progress, (long)value);
                    break;
                case GaugeMetric.Equity:
                    _equity = Greater(_equity, value);
                    break;
                case GaugeMetric.Pnl:
                    _pnl = Greater(_pnl, value);
                    break;
                case GaugeMetric.Trades:
                    _trades = Greater(_trades, (long)value);
                    break;
                case GaugeMetric.Wins:
                    _wins = Greater(_wins, (long)value);
                    break;
                case GaugeMetric.ProgressTotal:
                    _progressTotal = Greater(_progressTotal, (long)value);
                    break;
                default:
                    _losses = Greater(_losses, (long)value);
                    break;
            }
        }

        public readonly SessionEvent ToEvent()
        {
            var figures = new Figures
            {
                Equity = _equity,
                Pnl = _pnl,
                Trades = _trades,
                Wins = _wins,
                Losses = _losses,
            };
            return new SessionEvent
            {
                SessionId = of.Session,
                Type = EventType.Heartbeat,
                Timestamp = time,
                Phase = of.Phase,
                PhaseRun = of.Run,
                Level = EventLevel.Debug,
                Beat = new Beat(number, _interval, _progress)
                {
                    ProgressTotal = _progressTotal,
                    Generation = generation,
                },
                Figures = figures.IsEmpty ? null : figures,
            };
        }

        // The same point may come twice in one request; the greater value stays, as when events merge.
        private static T Greater<T>(T? known, T value)
            where T : struct, IComparable<T> =>
            known is { } k && k.CompareTo(value) > 0 ? k : value;
    }
}

/// <summary>What the beats and gauges of one collection have in common.</summary>
/// <param name="Session">The session.</param>
/// <param name="Phase">The phase, if stated.</param>
/// <param name="Run">Which run of it, if stated.</param>
internal readonly record struct BeatGroup(string Session, string? Phase, int? Run);
