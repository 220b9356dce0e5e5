namespace Sessions.Contract.Reference;

/// <summary>
/// What a session is, said as plainly as possible: a function of the set of all that was ever stated of it. Slow, and
/// written without a look at any engine.
/// </summary>
internal static class ReferenceFold
{
    private static readonly TimeSpan Slack = TimeSpan.FromMilliseconds(50);

    /// <summary>The events that the feed shows, in order of time, then id.</summary>
    public static List<SessionEvent> Feed(
        IReadOnlyCollection<SessionEvent> stated,
        IReadOnlyCollection<GaugePoint> points
    )
    {
        var (events, alone) = Settle(stated, points);
        var feed = events.OrderBy(EventCursor.Of).ToList();
        var beats = feed.Where(e => e.Type == EventType.Heartbeat).ToList();
        foreach (var beat in beats)
        {
            var next = beats.SkipWhile(b => b != beat).Skip(1).FirstOrDefault();
            feed[feed.IndexOf(beat)] = WithPoints(beat, next, alone);
        }

        return feed;
    }

    /// <summary>The state, each event at the arrival of the first signal that stated it.</summary>
    public static SessionState State(
        string id,
        IReadOnlyCollection<SessionEvent> stated,
        IReadOnlyCollection<GaugePoint> points,
        IReadOnlyDictionary<EventId, DateTimeOffset> arrivals,
        DateTimeOffset arrivedAt
    )
    {
        var (events, alone) = Settle(stated, points);
        var state = new SessionState { Id = id };
        foreach (var e in events.OrderBy(e => arrivals[e.Id]).ThenBy(EventCursor.Of))
        {
            state.Apply(e, null, arrivals[e.Id]);
        }

        foreach (var point in alone.OrderBy(p => p.Timestamp))
        {
            state.Apply(point, arrivedAt);
        }

        return state.Refold(events.OrderBy(EventCursor.Of), alone.OrderBy(p => p.Timestamp));
    }

    /// <summary>One event for each identity, a beat by what it stated first.</summary>
    private static (List<SessionEvent> Events, List<GaugePoint> Points) Settle(
        IReadOnlyCollection<SessionEvent> stated,
        IReadOnlyCollection<GaugePoint> points
    )
    {
        var events = new List<SessionEvent>();
        foreach (var same in stated.GroupBy(e => e.Id))
        {
            var first = same.Min(e => e.Timestamp);
            var isBeat = same.First().Type == EventType.Heartbeat;
            events.Add(
                same.Where(e => !isBeat || e.Timestamp == first).Aggregate(SessionEvent.Merge)
            );
        }

        return (
            events,
            points
                .GroupBy(p => (p.Timestamp, p.Metric, p.Phase, p.Run))
                .Select(g => g.MaxBy(p => p.Value))
                .ToList()
        );
    }

    private static SessionEvent WithPoints(
        SessionEvent beat,
        SessionEvent? next,
        List<GaugePoint> points
    )
    {
        var window = points
            .Where(p =>
                p.Timestamp >= beat.Timestamp - Slack
                && (next is null || p.Timestamp < next.Timestamp - Slack)
            )
            .Concat(BeatFigures.ToPoints(beat))
            .ToList();
        var figures = new Figures
        {
            Equity = Earliest(GaugeMetric.Equity),
            Pnl = Earliest(GaugeMetric.Pnl),
            Trades = (long?)Earliest(GaugeMetric.Trades),
            Wins = (long?)Earliest(GaugeMetric.Wins),
            Losses = (long?)Earliest(GaugeMetric.Losses),
        };
        return beat with
        {
            Figures = figures.IsEmpty ? null : figures,
            Beat = beat.Beat! with
            {
                IntervalSeconds = Earliest(GaugeMetric.Interval),
                Progress = (long?)Earliest(GaugeMetric.Progress),
                ProgressTotal = (long?)Earliest(GaugeMetric.ProgressTotal),
            },
        };

        double? Earliest(GaugeMetric metric) =>
            window
                .Where(p => p.Metric == metric)
                .OrderBy(p => p.Timestamp)
                .ThenByDescending(p => p.Value)
                .Select(p => (double?)p.Value)
                .FirstOrDefault();
    }
}
