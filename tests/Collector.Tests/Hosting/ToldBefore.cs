using Sessions;

namespace Collector.Tests.Hosting;

/// <summary>A store that knows the events it is given, and nothing else.</summary>
internal sealed class ToldBefore(IReadOnlyDictionary<EventId, SessionEvent> events) : ISessionReader
{
    public ValueTask<Page<StoredEvent>> EventsAsync(
        EventQuery query,
        CancellationToken cancellationToken
    ) =>
        new(
            new Page<StoredEvent>(
                [
                    .. events
                        .Values.OrderByDescending(e => e.Timestamp)
                        .Take(query.Limit)
                        .Select(e => new StoredEvent(default, default, e)),
                ],
                null
            )
        );

    public ValueTask<Page<SessionState>> ListAsync(
        SessionQuery query,
        CancellationToken cancellationToken
    ) => new(Page<SessionState>.Empty);

    public ValueTask<SessionState?> FindAsync(
        string sessionId,
        CancellationToken cancellationToken
    ) => new((SessionState?)null);

    public ValueTask<EquityCurve> EquityAsync(
        string sessionId,
        int points,
        CancellationToken cancellationToken
    ) => new(EquityCurve.Empty);

    public ValueTask<IReadOnlyDictionary<string, IReadOnlyList<double>>> SparkLinesAsync(
        IReadOnlyCollection<string> sessionIds,
        int points,
        CancellationToken cancellationToken
    ) => new(new Dictionary<string, IReadOnlyList<double>>());

    public ValueTask<RunnerHistory> HistoryAsync(
        string runnerName,
        DateTimeOffset before,
        CancellationToken cancellationToken
    ) => new(RunnerHistory.Empty);

    public ValueTask<Page<RunnerSessions>> RunnersAsync(
        RunnerQuery query,
        CancellationToken cancellationToken
    ) => new(Page<RunnerSessions>.Empty);

    public ValueTask<IReadOnlyList<FigureTrack>> FigureTracksAsync(
        string sessionId,
        CancellationToken cancellationToken
    ) => new((IReadOnlyList<FigureTrack>)[]);

    public ValueTask<StorePosition> PositionAsync(CancellationToken cancellationToken) =>
        new(StorePosition.Start);

    public IAsyncEnumerable<IReadOnlyList<StoredEvent>> FollowAsync(
        StorePosition after,
        CancellationToken cancellationToken
    ) => AsyncEnumerable.Empty<IReadOnlyList<StoredEvent>>();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
