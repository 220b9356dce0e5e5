using System.Runtime.CompilerServices;
using Sessions.Sqlite.Hearing;

namespace Sessions.Sqlite.Read;

/// <summary>
/// The reader of a SQLite store: read-only connections, each answer one snapshot. May be made before the file is
/// there, and goes on when it appears. Queries run on the caller's thread and take milliseconds.
/// </summary>
/// <param name="path">The store's file.</param>
/// <param name="time">Where the present moment comes from, for running sessions' durations.</param>
public sealed class SqliteSessionReader(string path, TimeProvider? time = null) : ISessionReader
{
    private const int FollowBatch = 1000;

    private readonly ReadPool _pool = new(Path.GetFullPath(path));
    private readonly ChangeNotifier _commits = new(Path.GetFullPath(path), TimeProvider.System);
    private readonly SparkLines _sparkLines = new();
    private readonly TimeProvider _time = time ?? TimeProvider.System;

    public ValueTask<Page<SessionState>> ListAsync(
        SessionQuery query,
        CancellationToken cancellationToken
    ) => Read(c => ListReads.Page(c, query, _time.GetUtcNow()), cancellationToken);

    public ValueTask<SessionTotals> TotalsAsync(
        SessionQuery query,
        CancellationToken cancellationToken
    ) => Read(c => TotalReads.Of(c, query), cancellationToken);

    public ValueTask<SessionState?> FindAsync(
        string sessionId,
        CancellationToken cancellationToken
    ) => Read(c => SessionReads.Find(c, sessionId), cancellationToken);

    public ValueTask<Page<StoredEvent>> EventsAsync(
        EventQuery query,
        CancellationToken cancellationToken
    ) => Read(c => EventReads.Page(c, query), cancellationToken);

    public ValueTask<EquityCurve> EquityAsync(
        string sessionId,
        int points,
        CancellationToken cancellationToken
    ) => Read(c => EquityReads.Curve(c, sessionId, points), cancellationToken);

    public ValueTask<IReadOnlyList<FigureTrack>> FigureTracksAsync(
        string sessionId,
        CancellationToken cancellationToken
    ) => Read(c => FigureReads.Tracks(c, sessionId), cancellationToken);

    public ValueTask<BeatSummary> BeatsAsync(
        string sessionId,
        double? intervalSeconds,
        CancellationToken cancellationToken
    ) => Read(c => BeatReads.Summary(c, sessionId, intervalSeconds), cancellationToken);

    public ValueTask<IReadOnlyList<BeatGroup>> BeatGroupsAsync(
        string sessionId,
        IReadOnlyList<BeatRange> ranges,
        CancellationToken cancellationToken
    ) => Read(c => BeatReads.Groups(c, sessionId, ranges), cancellationToken);

    public ValueTask<IReadOnlyDictionary<string, IReadOnlyList<double>>> SparkLinesAsync(
        IReadOnlyCollection<string> sessionIds,
        int points,
        CancellationToken cancellationToken
    ) => Read(c => _sparkLines.Of(c, sessionIds, points), cancellationToken);

    public ValueTask<RunnerHistory> HistoryAsync(
        string runnerName,
        DateTimeOffset before,
        CancellationToken cancellationToken
    ) => Read(c => SessionReads.History(c, runnerName, before), cancellationToken);

    public ValueTask<Page<RunnerSessions>> RunnersAsync(
        RunnerQuery query,
        CancellationToken cancellationToken
    ) => Read(c => RunnerReads.Page(c, query), cancellationToken);

    public ValueTask<IReadOnlyList<HearingPeriod>> HearingAsync(
        CancellationToken cancellationToken
    ) => Read(c => HearingTable.Read(c.Database), cancellationToken);

    public ValueTask<StorePosition> PositionAsync(CancellationToken cancellationToken) =>
        Read(c => new StorePosition(FollowReads.Position(c)), cancellationToken);

    public async IAsyncEnumerable<IReadOnlyList<StoredEvent>> FollowAsync(
        StorePosition after,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        using var commits = _commits.Subscribe();
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var next = commits.Next();
            var position = after.Value;
            var (events, read) = _pool.Read(
                c => FollowReads.After(c, position, FollowBatch),
                cancellationToken
            );
            after = new StorePosition(read);
            if (events.Count > 0)
            {
                yield return events;
            }
            else if (read == position)
            {
                await next.WaitAsync(cancellationToken);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _commits.DisposeAsync();
        _pool.Dispose();
    }

    private ValueTask<T> Read<T>(Func<ReadConnection, T> query, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<T>(cancellationToken);
        }

        try
        {
            return ValueTask.FromResult(_pool.Read(query, cancellationToken));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<T>(cancellationToken);
        }
        catch (Exception exception)
        {
            return ValueTask.FromException<T>(exception);
        }
    }
}
