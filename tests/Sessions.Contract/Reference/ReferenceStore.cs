using System.Runtime.CompilerServices;

namespace Sessions.Contract.Reference;

/// <summary>
/// The contract in memory, as plainly as possible: keeps all that was stated and computes each answer from it anew.
/// For tests: what every engine is compared with.
/// </summary>
public sealed class ReferenceStore(TimeProvider? time = null) : ISessionWriter, ISessionReader
{
    private readonly Lock _lock = new();
    private readonly TimeProvider _time = time ?? TimeProvider.System;
    private readonly List<(SessionEvent Event, DateTimeOffset At)> _stated = [];
    private readonly List<GaugePoint> _points = [];
    private readonly List<FigurePoint> _figures = [];
    private readonly List<FigurePoint> _figuresLeftOut = [];
    private readonly Dictionary<string, Dictionary<EventId, StoredEvent>> _feeds = [];
    private readonly Dictionary<string, SessionState> _states = [];
    private readonly Dictionary<DateTimeOffset, HearingPeriod> _hearing = [];
    private TaskCompletionSource _committed = new(
        TaskCreationOptions.RunContinuationsAsynchronously
    );
    private long _position;

    public ValueTask<WriteResult> WriteAsync(WriteBatch batch, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var before = _feeds.Sum(feed => feed.Value.Count);
            _stated.AddRange(batch.Events.Select(e => (e, batch.ArrivedAt)));
            _points.AddRange(batch.Points);
            var leftOut = new List<FigurePoint>();
            foreach (var point in batch.Figures)
            {
                var isKept = ReferenceFigures.HasRoom(_figures, point);
                (isKept ? _figures : _figuresLeftOut).Add(point);
                if (!isKept)
                {
                    leftOut.Add(point);
                }
            }

            if (batch.Hearing is { } period)
            {
                _hearing[period.Since] = period;
            }

            var owners = Owners();
            var changed = 0;
            foreach (var id in owners.Values.Concat(SessionIds()).Distinct().Order())
            {
                changed += Recompute(id, owners, batch.ArrivedAt);
            }

            var waiting = batch.Events.Count(e =>
                e.SessionId.Length == 0 && !owners.ContainsKey(e.TraceId ?? "")
            );
            var added = _feeds.Sum(feed => feed.Value.Count) - before;
            var raised = _committed;
            _committed = new TaskCompletionSource(
                TaskCreationOptions.RunContinuationsAsynchronously
            );
            raised.SetResult();
            return ValueTask.FromResult(
                new WriteResult(
                    added,
                    changed - added,
                    batch.Events.Count - waiting - changed,
                    waiting,
                    0
                )
                {
                    FiguresLeftOut = leftOut,
                    PhasesLeftOut = batch.Events.FindAll(e =>
                        e.Type == EventType.PhaseStart
                        && _states.TryGetValue(e.SessionId, out var state)
                        && !state.Phases.Exists(phase => phase.Name == (e.Phase ?? ""))
                    ),
                }
            );
        }
    }

    public ValueTask<IReadOnlyList<HearingPeriod>> HearingAsync(
        CancellationToken cancellationToken
    ) =>
        Read<IReadOnlyList<HearingPeriod>>(() =>
            [
                .. _hearing
                    .Values.OrderBy(period => period.Until)
                    .ThenBy(period => period.Since)
                    .TakeLast(HearingPeriod.MaxKept),
            ]
        );

    public ValueTask<SessionState?> FindAsync(
        string sessionId,
        CancellationToken cancellationToken
    ) => Read(() => _states.GetValueOrDefault(sessionId));

    public ValueTask<Page<SessionState>> ListAsync(
        SessionQuery query,
        CancellationToken cancellationToken
    ) => Read(() => ReferenceQueries.List([.. _states.Values], query, _time.GetUtcNow()));

    public ValueTask<Page<StoredEvent>> EventsAsync(
        EventQuery query,
        CancellationToken cancellationToken
    ) => Read(() => ReferenceQueries.Events(Feed(query.SessionId), query));

    public ValueTask<EquityCurve> EquityAsync(
        string sessionId,
        int points,
        CancellationToken cancellationToken
    ) =>
        Read(() =>
            EquityReduction.Of(
                [
                    .. Feed(sessionId)
                        .Where(s => s.Event.Figures?.Equity is not null)
                        .Select(s =>
                            (s.Event.Timestamp, s.Event.Figures!.Equity!.Value, s.Event.Id)
                        ),
                ],
                points,
                _states.GetValueOrDefault(sessionId)?.Header?.InitialCapital
            )
        );

    public ValueTask<IReadOnlyList<FigureTrack>> FigureTracksAsync(
        string sessionId,
        CancellationToken cancellationToken
    ) => Read(() => ReferenceFigures.Tracks(_figures.Where(p => p.SessionId == sessionId)));

    public ValueTask<IReadOnlyDictionary<string, IReadOnlyList<double>>> SparkLinesAsync(
        IReadOnlyCollection<string> sessionIds,
        int points,
        CancellationToken cancellationToken
    ) =>
        Read(() =>
            ReferenceQueries.SparkLines(
                sessionIds.Where(_states.ContainsKey).Select(id => (_states[id], Feed(id))),
                points
            )
        );

    public ValueTask<RunnerHistory> HistoryAsync(
        string runnerName,
        DateTimeOffset before,
        CancellationToken cancellationToken
    ) =>
        Read(() =>
            RunnerHistory.Of(
                _states
                    .Values.Where(s =>
                        s.RunnerName == runnerName
                        && s.StartedAt < before
                        && s.Status == SessionStatus.Success
                    )
                    .OrderByDescending(s => s.StartedAt)
                    .Take(50)
            )
        );

    public ValueTask<Page<RunnerSessions>> RunnersAsync(
        RunnerQuery query,
        CancellationToken cancellationToken
    ) => Read(() => ReferenceQueries.Runners([.. _states.Values], query));

    public ValueTask<StorePosition> PositionAsync(CancellationToken cancellationToken) =>
        Read(() => new StorePosition(_position));

    public async IAsyncEnumerable<IReadOnlyList<StoredEvent>> FollowAsync(
        StorePosition after,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        while (true)
        {
            Task committed;
            List<StoredEvent> next;
            lock (_lock)
            {
                committed = _committed.Task;
                next =
                [
                    .. _feeds
                        .Values.SelectMany(feed => feed.Values)
                        .Where(e => e.Position.CompareTo(after) > 0)
                        .OrderBy(e => e.Position),
                ];
            }

            if (next.Count > 0)
            {
                after = next[^1].Position;
                yield return next;
            }
            else
            {
                await committed.WaitAsync(cancellationToken);
            }
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private ValueTask<T> Read<T>(Func<T> answer)
    {
        lock (_lock)
        {
            return ValueTask.FromResult(answer());
        }
    }

    /// <summary>The session that stated each trace first.</summary>
    private Dictionary<string, string> Owners() =>
        _stated
            .Where(s => s.Event is { TraceId: not null, SessionId.Length: > 0 })
            .GroupBy(s => s.Event.TraceId!)
            .ToDictionary(g => g.Key, g => g.First().Event.SessionId);

    private IEnumerable<string> SessionIds() =>
        _stated
            .Select(s => s.Event.SessionId)
            .Concat(_points.Select(p => p.SessionId))
            .Concat(_figures.Select(p => p.SessionId))
            .Where(id => id.Length > 0);

    /// <returns>How many events are new or say more.</returns>
    private int Recompute(string id, Dictionary<string, string> owners, DateTimeOffset arrivedAt)
    {
        var arrived = _stated
            .Where(s =>
                s.Event.SessionId == id
                || (
                    s.Event.SessionId.Length == 0
                    && owners.GetValueOrDefault(s.Event.TraceId ?? "") == id
                )
            )
            .Select(s => (Event: s.Event with { SessionId = id }, s.At))
            .ToList();
        var starts = arrived
            .Where(s => s.Event.Type == EventType.RunnerStart)
            .Select(s => s.Event.Timestamp)
            .ToList();
        arrived = arrived.ConvertAll(s =>
            (
                BeatGeneration.Stamp(
                    s.Event,
                    starts.Select(at => (DateTimeOffset?)at).Min(),
                    starts
                        .Where(at => at <= s.Event.Timestamp)
                        .Select(at => (DateTimeOffset?)at)
                        .Max()
                ),
                s.At
            )
        );
        var stated = arrived.ConvertAll(s => s.Event);
        var arrivals = arrived
            .GroupBy(s => s.Event.Id)
            .ToDictionary(g => g.Key, g => g.Min(s => s.At));
        var points = _points.Where(p => p.SessionId == id).ToList();
        var known = _feeds.GetValueOrDefault(id) ?? [];
        var feed = new Dictionary<EventId, StoredEvent>();
        var changed = 0;
        foreach (var e in ReferenceFold.Feed(stated, points))
        {
            if (known.TryGetValue(e.Id, out var old) && old.Event == e)
            {
                feed[e.Id] = old;
                continue;
            }

            changed++;
            feed[e.Id] = new StoredEvent(new StorePosition(++_position), arrivedAt, e);
        }

        _feeds[id] = feed;
        var state = ReferenceFold.State(id, stated, points, arrivals, arrivedAt);
        foreach (var figure in _figures.Where(figure => figure.SessionId == id))
        {
            state.ApplyFigures(figure.Timestamp, figure.Timestamp, arrivedAt);
        }

        foreach (var _ in _figuresLeftOut.Where(figure => figure.SessionId == id))
        {
            state.LeaveFigureOut(arrivedAt);
        }

        _states[id] = state;
        return changed;
    }

    private List<StoredEvent> Feed(string id) =>
        [.. (_feeds.GetValueOrDefault(id) ?? []).Values.OrderBy(s => EventCursor.Of(s.Event))];
}
