namespace Sessions;

/// <summary>
/// What a session's durations are counted by: its runner's own clock, which may be hours off the collector's, up to
/// the present, or up to where the session stands still.
/// </summary>
/// <param name="Present">
/// By the runner's clock: the end of a session that ended, the last signal of one that is lost, otherwise the present.
/// </param>
/// <param name="Now">The present by the collector's clock.</param>
/// <param name="IsStopped">Whether the session's time goes on no more.</param>
public readonly record struct SessionClock(
    DateTimeOffset Present,
    DateTimeOffset Now,
    bool IsStopped
)
{
    /// <summary>An event may be this late on its way; what seems more than that behind has a clock that is behind.</summary>
    private static readonly TimeSpan LongestTravel = TimeSpan.FromSeconds(65);

    /// <summary>Nothing arrives before it is sent: what seems more than this ahead has a clock that is ahead.</summary>
    private static readonly TimeSpan MostAhead = TimeSpan.FromSeconds(1);

    /// <param name="session">The session.</param>
    /// <param name="verdict">On it, at that moment.</param>
    /// <param name="now">The present by the collector's clock.</param>
    public static SessionClock Of(SessionState session, Verdict verdict, DateTimeOffset now)
    {
        if (session.EndedAt is { } end)
        {
            return new SessionClock(end, now, IsStopped: true);
        }

        if (session.FirstEventAt > session.LastEventAt)
        {
            return new SessionClock(now, now, IsStopped: false);
        }

        if (verdict.Kind == VerdictKind.Lost)
        {
            return new SessionClock(session.LatestMoment.At, now, IsStopped: true);
        }

        var (at, arrivedAt) = session.LatestMoment;
        var ahead = at - arrivedAt;
        // In whole seconds, so that it is the same from one signal to the next.
        var offset =
            ahead > MostAhead || ahead < -LongestTravel || session.Liveness.ClockSets.Count > 0
                ? TimeSpan.FromSeconds(Math.Round(ahead.TotalSeconds))
                : TimeSpan.Zero;
        return new SessionClock(Moved(now, offset), now, IsStopped: false);
    }

    /// <summary>How long ago a moment of the session was; zero for one ahead.</summary>
    /// <param name="moment">By the runner's clock.</param>
    public TimeSpan Since(DateTimeOffset moment) =>
        Present > moment ? Present - moment : TimeSpan.Zero;

    /// <summary>
    /// When the session began by the clock as it goes now: the present, less what it has taken. It is the stated start unless
    /// the clock was set since.
    /// </summary>
    public DateTimeOffset Began(SessionState session) => Moved(Present, -session.Runtime(Present));

    /// <summary>The same of a run.</summary>
    public DateTimeOffset Began(PhaseRun run) =>
        Moved(Present, -(run.Elapsed(Present) ?? TimeSpan.Zero));

    /// <summary>A moment of the session by the collector's clock.</summary>
    /// <param name="moment">By the runner's clock.</param>
    public DateTimeOffset ByOurs(DateTimeOffset moment) => Moved(moment, Now - Present);

    private static DateTimeOffset Moved(DateTimeOffset moment, TimeSpan by) =>
        by > DateTimeOffset.MaxValue - moment ? DateTimeOffset.MaxValue
        : by < DateTimeOffset.MinValue - moment ? DateTimeOffset.MinValue
        : moment + by;
}
