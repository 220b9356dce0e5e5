namespace Sessions;

public sealed partial record Verdict
{
    /// <summary>How long a runner that never beats may be silent.</summary>
    private static readonly TimeSpan SilenceWithoutBeats = TimeSpan.FromMinutes(10);

    /// <summary>Exporters batch: a learned spacing may be longer than the stated one, but an outage must not teach it.</summary>
    private static readonly TimeSpan LongestLearnedSpacing = TimeSpan.FromSeconds(65);

    /// <summary>
    /// With no interval stated and a single beat there is nothing to go by: three of these are as patient as with a
    /// runner that never beats.
    /// </summary>
    private static readonly TimeSpan UnknownSpacing = SilenceWithoutBeats / 3;

    private static readonly TimeSpan ShortestSpacing = TimeSpan.FromMilliseconds(100);

    private static readonly TimeSpan LongestSlack = TimeSpan.FromSeconds(1.5);

    private static readonly TimeSpan HungFloor = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan HungUnlearned = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan HungCeiling = TimeSpan.FromMinutes(15);

    /// <summary>
    /// How long work may stand still before a session counts as hung: three times the longest gap known to be
    /// harmless, at least 20 s and at most 15 min, but always longer than that gap, and long enough for progress to
    /// have arrived with the beats that carry it.
    /// </summary>
    /// <param name="session">The session, for the gaps of its own.</param>
    /// <param name="usualWorkGapSeconds">The longest gap of earlier sessions of the same runner, if there were any.</param>
    public static TimeSpan HungThreshold(SessionState session, double? usualWorkGapSeconds)
    {
        var gap = UsualGap(session, usualWorkGapSeconds);
        var learned =
            gap > TimeSpan.Zero
                ? Longer(HungFloor, Shorter(gap * 3, Longer(gap * 1.2, HungCeiling)))
                : HungUnlearned;
        return session.Liveness.LastBeatAt is null
            ? learned
            : Longer(learned, BeatSpacing(session) * 2.5);
    }

    /// <summary>
    /// The time between two beats as they arrive: as stated, or longer where the exporter collects less often than the
    /// runner beats.
    /// </summary>
    public static TimeSpan BeatSpacing(SessionState session)
    {
        var liveness = session.Liveness;
        TimeSpan? learned =
            liveness.BeatArrivals >= 2
            && liveness is { FirstBeatAt: { } first, LastBeatAt: { } last }
                ? (last - first) / (liveness.BeatArrivals - 1)
                : null;
        if (session.BeatIntervalSeconds is not > 0)
        {
            return learned is { } spacing
                ? Longer(ShortestSpacing, Shorter(Longer(spacing, Told(session)), UnknownSpacing))
                : UnknownSpacing;
        }

        // A beat's number says how many came before it: the first arrival already shows how many share one export.
        var stated = Longer(ShortestSpacing, Seconds(session.BeatIntervalSeconds.Value));
        var measured =
            liveness.BeatArrivals >= 3
                ? learned!.Value
                : stated * (liveness.Beat / (double)Math.Max(1, liveness.BeatArrivals));
        return Longer(stated, Shorter(measured, LongestLearnedSpacing));
    }

    /// <summary>
    /// The time from beat to beat by the runner's own clock: beats that were held back arrive all at once, and say nothing
    /// of how often they come.
    /// </summary>
    private static TimeSpan Told(SessionState session) =>
        session.LastBeatTimestamp is { } last
        && session.Counts.Beats > 0
        && last > session.StartedAt
            ? (last - session.StartedAt) / session.Counts.Beats
            : TimeSpan.Zero;

    /// <summary>
    /// The silence after which this many beats are missing; a beat may be late by half the spacing, at most 1.5 s.
    /// </summary>
    internal static TimeSpan Missing(int beats, TimeSpan spacing) =>
        spacing * beats + Shorter(spacing / 2, LongestSlack);

    /// <summary>How long a runner that never beats may be silent.</summary>
    internal static TimeSpan LongestSilence(SessionState session, double? usualWorkGapSeconds) =>
        Longer(SilenceWithoutBeats, HungThreshold(session, usualWorkGapSeconds));

    /// <summary>Until when an attempt to recover is waited for; null when there is none, or work went on after it.</summary>
    internal static DateTimeOffset? RecoveringUntil(
        SessionState session,
        double? usualWorkGapSeconds
    ) =>
        session
            is {
                LastRetry: { Status: EventStatus.Retrying } retry,
                Liveness: { LastRetryAt: { } at } liveness
            }
        // Work after the attempt means that it is over, whatever its own outcome event says or fails to say.
        && !(liveness.LastWorkAt > at)
            ? at
                + Seconds(retry.Attempt.DelaySeconds ?? 0)
                + HungThreshold(session, usualWorkGapSeconds)
            : null;

    private static TimeSpan UsualGap(SessionState session, double? earlierSeconds) =>
        Seconds(Math.Max(session.Liveness.LongestWorkGapSeconds, earlierSeconds ?? 0));

    /// <summary>Runners state what they like: anything that is no duration counts as none, and 30 days as the longest.</summary>
    private static TimeSpan Seconds(double stated) =>
        stated > 0 ? TimeSpan.FromSeconds(Math.Min(stated, 30 * 86400)) : TimeSpan.Zero;

    private static TimeSpan Longer(TimeSpan a, TimeSpan b) => a > b ? a : b;

    private static TimeSpan Shorter(TimeSpan a, TimeSpan b) => a < b ? a : b;
}
