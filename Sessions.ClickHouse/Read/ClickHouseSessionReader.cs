using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Sessions.ClickHouse.CustomFigures;
using Sessions.ClickHouse.Hearing;
using Sessions.ClickHouse.Hosting;
using Sessions.ClickHouse.Http;
using Sessions.ClickHouse.Rows;

namespace Sessions.ClickHouse.Read;

/// <summary>
/// The reader of a ClickHouse store; it needs no more than SELECT. Any number of them read side by side. A position
/// stands for how far each writer had been read when it was given out: this reader remembers that for its latest ones,
/// and for others takes what the commit's writer had seen, which may give some events of other writers again.
/// </summary>
public sealed class ClickHouseSessionReader : ISessionReader
{
    private const int Remembered = 1024;

    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(100);

    private readonly TimeProvider _time;
    private readonly ClickHouseHttp _http;
    private readonly SessionLoader _loader;
    private readonly EventReads _events;
    private readonly BeatSummaryReads _beats;
    private readonly EquityReads _equity;
    private readonly ListReads _lists;
    private readonly RunnerReads _runners;
    private readonly FollowReads _follow;
    private readonly ConcurrentDictionary<long, Coverage> _given = new();

    public ClickHouseSessionReader(ClickHouseSettings settings, TimeProvider? time = null)
    {
        _time = time ?? TimeProvider.System;
        _http = new ClickHouseHttp(settings);
        _loader = new SessionLoader(_http);
        var beats = new BeatReads(_http);
        _events = new EventReads(_http, beats);
        _beats = new BeatSummaryReads(_http, beats);
        _equity = new EquityReads(_http, _loader);
        _lists = new ListReads(_http, _loader);
        _runners = new RunnerReads(_http, _loader);
        _follow = new FollowReads(_http, beats);
    }

    public async ValueTask<Page<SessionState>> ListAsync(
        SessionQuery query,
        CancellationToken cancellationToken
    ) => await _lists.PageAsync(query, _time.GetUtcNow(), cancellationToken);

    public async ValueTask<SessionState?> FindAsync(
        string sessionId,
        CancellationToken cancellationToken
    ) =>
        (await _loader.LoadAsync([sessionId], cancellationToken))
            .GetValueOrDefault(sessionId)
            ?.State;

    public async ValueTask<Page<StoredEvent>> EventsAsync(
        EventQuery query,
        CancellationToken cancellationToken
    ) => await _events.PageAsync(query, cancellationToken);

    public async ValueTask<EquityCurve> EquityAsync(
        string sessionId,
        int points,
        CancellationToken cancellationToken
    ) => await _equity.CurveAsync(sessionId, points, cancellationToken);

    public async ValueTask<IReadOnlyList<FigureTrack>> FigureTracksAsync(
        string sessionId,
        CancellationToken cancellationToken
    ) => await FigureRows.TracksAsync(_http, sessionId, cancellationToken);

    public async ValueTask<BeatSummary> BeatsAsync(
        string sessionId,
        double? intervalSeconds,
        CancellationToken cancellationToken
    ) => await _beats.SummaryAsync(sessionId, intervalSeconds, cancellationToken);

    public async ValueTask<IReadOnlyList<BeatGroup>> BeatGroupsAsync(
        string sessionId,
        IReadOnlyList<BeatRange> ranges,
        CancellationToken cancellationToken
    ) => await _beats.GroupsAsync(sessionId, ranges, cancellationToken);

    public async ValueTask<IReadOnlyDictionary<string, IReadOnlyList<double>>> SparkLinesAsync(
        IReadOnlyCollection<string> sessionIds,
        int points,
        CancellationToken cancellationToken
    ) => await _equity.SparkLinesAsync(sessionIds, points, cancellationToken);

    public async ValueTask<RunnerHistory> HistoryAsync(
        string runnerName,
        DateTimeOffset before,
        CancellationToken cancellationToken
    ) => await _lists.HistoryAsync(runnerName, before, cancellationToken);

    public async ValueTask<Page<RunnerSessions>> RunnersAsync(
        RunnerQuery query,
        CancellationToken cancellationToken
    ) => await _runners.PageAsync(query, cancellationToken);

    public async ValueTask<IReadOnlyList<HearingPeriod>> HearingAsync(
        CancellationToken cancellationToken
    ) => await HearingRows.ReadAsync(_http, cancellationToken);

    public async ValueTask<StorePosition> PositionAsync(CancellationToken cancellationToken)
    {
        var heads = await Commits.HeadsAsync(_http, cancellationToken);
        Remember(heads.Newest, heads);
        return new StorePosition(heads.Newest);
    }

    public async IAsyncEnumerable<IReadOnlyList<StoredEvent>> FollowAsync(
        StorePosition after,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var heads = await Commits.HeadsAsync(_http, cancellationToken);
        var given = _given.TryGetValue(after.Value, out var remembered)
            ? new Coverage(remembered)
            : await Commits.SeenAsync(_http, after, heads, cancellationToken);
        while (true)
        {
            if (given.Has(heads))
            {
                await Task.Delay(PollInterval, _time, cancellationToken);
                heads = await Commits.HeadsAsync(_http, cancellationToken);
                continue;
            }

            var next = await _follow.NextAsync(given, heads, cancellationToken);
            if (next.Count > 0)
            {
                Remember(next[^1].Position.Value, given);
                yield return next;
            }
        }
    }

    public ValueTask DisposeAsync()
    {
        _http.Dispose();
        return ValueTask.CompletedTask;
    }

    private void Remember(long position, Coverage given)
    {
        if (_given.Count >= Remembered)
        {
            _given.Clear();
        }

        // Who has gone on to the same position by another way may have been given less of writers that stand before it.
        _given.AddOrUpdate(position, _ => new Coverage(given), (_, before) => before.Common(given));
    }
}
