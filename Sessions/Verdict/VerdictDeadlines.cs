namespace Sessions;

/// <summary>
/// The moments at which a session's verdict changes by itself when nothing more is heard, by the collector's clock: a
/// pure function of its state, so that a store can keep and index them. Where several have passed, lost goes before
/// late, and late before hung. After a break in the collector's hearing (<see cref="HearingPeriod"/>) they come
/// later, never earlier.
/// </summary>
/// <param name="LateAt">From here on it is late; null for a session that ended or sends no beats.</param>
/// <param name="LostAt">From here on it is lost; null for a session that ended.</param>
/// <param name="HungAt">
/// From here on it is hung, an announced retry included; null for a session that ended, or whose work cannot be told
/// to stand still.
/// </param>
public readonly record struct VerdictDeadlines(
    DateTimeOffset? LateAt,
    DateTimeOffset? LostAt,
    DateTimeOffset? HungAt
)
{
    /// <summary>Since when an attempt to recover goes on, so that it may be recovering; null while none does.</summary>
    public DateTimeOffset? RetryingSince { get; init; }

    /// <param name="session">The session.</param>
    /// <param name="usualWorkGapSeconds">
    /// As <see cref="VerdictContext.UsualWorkGapSeconds"/>: what earlier sessions of its runner teach.
    /// </param>
    public static VerdictDeadlines Of(SessionState session, double? usualWorkGapSeconds = null) =>
        session.HasEnded
            ? default
            : new VerdictDeadlines(
                Deadline.Late(session)?.At,
                Deadline.Lost(session, usualWorkGapSeconds).At,
                Deadline.Hung(session, usualWorkGapSeconds)?.At
            )
            {
                RetryingSince = Verdict.RecoveringUntil(session, usualWorkGapSeconds) is null
                    ? null
                    : session.Liveness.LastRetryAt,
            };
}

/// <summary>A moment at which a verdict changes, and the last sign of life that it is counted from.</summary>
internal readonly record struct Deadline(DateTimeOffset From, DateTimeOffset At)
{
    /// <summary>Two beats are missing.</summary>
    /// <param name="session">The session.</param>
    /// <param name="context">Corrects arrivals by a clock that was set back since; without it they are as stored.</param>
    public static Deadline? Late(SessionState session, VerdictContext? context = null)
    {
        if (session.Liveness.LastBeatAt is not { } stated)
        {
            return null;
        }

        var beat = context?.Arrival(stated) ?? stated;
        return new Deadline(beat, beat + Verdict.Missing(2, Verdict.BeatSpacing(session)));
    }

    /// <summary>
    /// Three beats are missing, and everything else too: metrics may fail alone, and a runner that still says something
    /// is not gone.
    /// </summary>
    public static Deadline Lost(
        SessionState session,
        double? usualWorkGapSeconds,
        VerdictContext? context = null
    )
    {
        var liveness = session.Liveness;
        var silence = liveness.LastBeatAt is null
            ? Verdict.LongestSilence(session, usualWorkGapSeconds)
            : Verdict.Missing(3, Verdict.BeatSpacing(session));
        var signal = context?.Arrival(liveness.LastSignalAt) ?? liveness.LastSignalAt;
        var heard = Late(session, context) is { } beat && beat.From > signal ? beat.From : signal;
        return new Deadline(heard, heard + silence);
    }

    /// <summary>
    /// Work stands still for longer than is known to be harmless, and beats say that the runner lives. Of several open
    /// phases the one that stands still longest decides.
    /// </summary>
    public static Deadline? Hung(SessionState session, double? usualWorkGapSeconds)
    {
        if (Standstill.Of(session, usualWorkGapSeconds) is not { } still)
        {
            return null;
        }

        var at = still.Since + Verdict.HungThreshold(session, usualWorkGapSeconds);
        var recovered = Verdict.RecoveringUntil(session, usualWorkGapSeconds);
        return new Deadline(still.Since, (recovered > at ? recovered.Value : at).AddTicks(1));
    }

    /// <summary>The same when the collector heard again from a moment on: everything due is due that much later.</summary>
    public Deadline HeardSince(DateTimeOffset since) =>
        From >= since ? this : new Deadline(From, since + VerdictContext.ResumeGrace + (At - From));
}
