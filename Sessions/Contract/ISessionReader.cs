namespace Sessions;

/// <summary>
/// The read-only way out of a store. Thread-safe. Every answer is a snapshot of what was committed; nothing found is
/// an empty answer or null, never an exception. What it hands out is the caller's own.
/// </summary>
/// <remarks>All methods throw <see cref="StoreUnavailableException"/> when the store cannot be read now, and
/// <see cref="OperationCanceledException"/>.</remarks>
public interface ISessionReader : IAsyncDisposable
{
    /// <summary>Sessions by keyset pages in the order asked for.</summary>
    ValueTask<Page<SessionState>> ListAsync(
        SessionQuery query,
        CancellationToken cancellationToken
    );

    /// <summary>What the sessions of a query come to, all of them: its order, limit and cursor do not count.</summary>
    ValueTask<SessionTotals> TotalsAsync(SessionQuery query, CancellationToken cancellationToken) =>
        SessionTotals.WalkAsync(this, query, cancellationToken);

    /// <summary>One session, or null.</summary>
    ValueTask<SessionState?> FindAsync(string sessionId, CancellationToken cancellationToken);

    /// <summary>Events of one session, newest first by event time; see <see cref="EventQuery"/> for the other direction.</summary>
    ValueTask<Page<StoredEvent>> EventsAsync(EventQuery query, CancellationToken cancellationToken);

    /// <summary>
    /// Equity over time in at most <paramref name="points"/> points (at least 2) that keep the extremes, with the
    /// maximum drawdown of all points, not only of those returned.
    /// </summary>
    ValueTask<EquityCurve> EquityAsync(
        string sessionId,
        int points,
        CancellationToken cancellationToken
    );

    /// <summary>What all beats of a session come to, whatever their number; empty without any.</summary>
    /// <param name="sessionId">The session.</param>
    /// <param name="intervalSeconds">The stated interval (<see cref="SessionState.BeatIntervalSeconds"/>), if any.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask<BeatSummary> BeatsAsync(
        string sessionId,
        double? intervalSeconds,
        CancellationToken cancellationToken
    ) => BeatSummary.WalkAsync(this, sessionId, intervalSeconds, cancellationToken);

    /// <summary>The beats of some ranges of a session, at most 1,000 that do not overlap: one answer for each, in their order.</summary>
    ValueTask<IReadOnlyList<BeatGroup>> BeatGroupsAsync(
        string sessionId,
        IReadOnlyList<BeatRange> ranges,
        CancellationToken cancellationToken
    ) => BeatGroup.WalkAsync(this, sessionId, ranges, cancellationToken);

    /// <summary>
    /// For each of these sessions that states any equity: at most <paramref name="points"/> of its values (at least 2)
    /// about evenly spread over it, in order, ending with the current one. Meant for a small picture in a list.
    /// </summary>
    ValueTask<IReadOnlyDictionary<string, IReadOnlyList<double>>> SparkLinesAsync(
        IReadOnlyCollection<string> sessionIds,
        int points,
        CancellationToken cancellationToken
    );

    /// <summary>What earlier sessions of a runner teach, from its newest successful ones (at most 50).</summary>
    /// <param name="runnerName">The runner.</param>
    /// <param name="before">Only sessions that started before.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask<RunnerHistory> HistoryAsync(
        string runnerName,
        DateTimeOffset before,
        CancellationToken cancellationToken
    );

    /// <summary>
    /// Runners by name, by keyset pages, each with its newest sessions in brief. What it costs grows with the runners of
    /// the page, not with their sessions.
    /// </summary>
    ValueTask<Page<RunnerSessions>> RunnersAsync(
        RunnerQuery query,
        CancellationToken cancellationToken
    );

    /// <summary>One runner with the states of its newest sessions, or null.</summary>
    async ValueTask<RunnerSessions?> FindRunnerAsync(
        string name,
        CancellationToken cancellationToken
    )
    {
        var newest = await ListAsync(
            new SessionQuery { RunnerName = name, Limit = RunnerSessions.MostSessions },
            cancellationToken
        );
        return RunnerSessions.Of(name, newest.Items);
    }

    /// <summary>
    /// When the collector could hear everyone, in order of time: the newest <see cref="HearingPeriod.MaxKept"/> periods
    /// that it stated. Empty when the store knows of none.
    /// </summary>
    ValueTask<IReadOnlyList<HearingPeriod>> HearingAsync(CancellationToken cancellationToken) =>
        new([]);

    /// <summary>
    /// What is kept of a session's own figures (<see cref="Figure"/>), in any order; each source's values are summarised
    /// to at most <see cref="FigureCell.MostOfSource"/>, however long the session is. Empty when it has none.
    /// </summary>
    ValueTask<IReadOnlyList<FigureTrack>> FigureTracksAsync(
        string sessionId,
        CancellationToken cancellationToken
    );

    /// <summary>A session's own figures over time, by name; each in at most <paramref name="points"/> values (at least 2).</summary>
    async ValueTask<IReadOnlyList<FigureSeries>> FiguresAsync(
        string sessionId,
        int points,
        CancellationToken cancellationToken
    ) => FigureSeries.Of(await FigureTracksAsync(sessionId, cancellationToken), points);

    /// <summary>The position of the newest commit.</summary>
    ValueTask<StorePosition> PositionAsync(CancellationToken cancellationToken);

    /// <summary>
    /// The live tail: every event committed after <paramref name="after"/>, in commit order, each commit's events in
    /// one or more batches of bounded size; an event that was merged comes again under its id. Goes on until
    /// cancelled; waits without polling the caller. A reader that stops and starts again from the last position it
    /// saw misses nothing and gets nothing twice.
    /// </summary>
    IAsyncEnumerable<IReadOnlyList<StoredEvent>> FollowAsync(
        StorePosition after,
        CancellationToken cancellationToken
    );
}
