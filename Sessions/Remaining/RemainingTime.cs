namespace Sessions;

/// <summary>How long a running session will probably take from now on, as earlier sessions of its runner took.</summary>
/// <param name="Likely">Half of the earlier sessions needed no longer.</param>
/// <param name="AtMost">Nine in ten needed no longer; never less than <paramref name="Likely"/>.</param>
/// <param name="Overdue">The current phase, or the session, has taken longer than nine in ten did.</param>
/// <param name="Sessions">How many earlier sessions this rests on.</param>
public sealed record RemainingTime(TimeSpan Likely, TimeSpan AtMost, bool Overdue, int Sessions)
{
    /// <summary>For people: <c>about 2m 5s left</c>.</summary>
    public string Sentence =>
        Overdue
            ? $"longer than nine in ten of {Sessions} earlier {(Sessions == 1 ? "session" : "sessions")}"
        : Likely < TimeSpan.FromSeconds(1) ? "any moment now"
        : $"about {HumanDuration.Of(Likely)} left";

    /// <summary>Null for an ended session, and where history says nothing.</summary>
    /// <param name="session">The session.</param>
    /// <param name="history">What <see cref="ISessionReader.HistoryAsync"/> says of its runner before its start.</param>
    /// <param name="now">The present by the collector's clock.</param>
    public static RemainingTime? Of(SessionState session, RunnerHistory history, DateTimeOffset now)
    {
        if (session.HasEnded)
        {
            return null;
        }

        if (history.Durations.Count == 0)
        {
            return OfProgress(session, now);
        }

        var present = RunnerClock.Now(session, now);
        var ran = Positive(present - session.StartedAt);
        var whole = history.Durations.FirstOrDefault(d => d.Phase.Length == 0);
        var (likely, atMost, overdue) = Phases(session, history, present);
        if (whole is not null)
        {
            var left = Positive(Median(whole) - ran);
            likely ??= left;
            atMost = Longer(likely.Value, Positive(P90(whole) - ran));
            overdue |= ran > P90(whole);
        }

        return new RemainingTime(
            likely!.Value,
            Longer(likely.Value, atMost),
            overdue,
            (whole ?? history.Durations[0]).Sessions
        );
    }

    /// <summary>
    /// By what its phases say of their steps alone, when nothing else is planned after them; null where they do not say.
    /// </summary>
    private static RemainingTime? OfProgress(SessionState session, DateTimeOffset now)
    {
        var present = RunnerClock.Now(session, now);
        var open = session.OpenPhases.Select(phase => ByProgress(phase, present)).ToList();
        return
            open.Count > 0
            && open.TrueForAll(left => left is not null)
            && session.PhasesCompleted + open.Count >= session.PhasesTotal
            ? new RemainingTime(open.Max()!.Value, open.Max()!.Value, Overdue: false, Sessions: 0)
            : null;
    }

    /// <summary>How long a phase still needs if its steps go on as they have so far; null where it does not count them.</summary>
    private static TimeSpan? ByProgress(PhaseState phase, DateTimeOffset present) =>
        phase is { OpenRun: { } run, Done: > 0 and var done } && run.Elapsed(present) is { } elapsed
            ? TimeSpan.FromSeconds(Math.Min(elapsed.TotalSeconds * (1 - done) / done, 1e9))
            : null;

    /// <summary>What the open phases still need, the longest of them, and after them each one that has not begun.</summary>
    private static (TimeSpan? Likely, TimeSpan AtMost, bool Overdue) Phases(
        SessionState session,
        RunnerHistory history,
        DateTimeOffset present
    )
    {
        TimeSpan? ahead = null;
        var (open, openAtMost, aheadAtMost) = (TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero);
        var overdue = false;
        foreach (var usual in history.Durations.Where(d => d.Phase.Length > 0))
        {
            ahead ??= TimeSpan.Zero;
            var phase = session.NamedPhases.FirstOrDefault(p => p.Name == usual.Phase);
            if (phase?.EndedAt is not null)
            {
                continue;
            }

            if (phase?.Elapsed(present) is { } elapsed)
            {
                // What the phase itself says of its end is better than what earlier sessions took.
                var left = ByProgress(phase, present);
                open = Longer(open, left ?? Positive(Median(usual) - elapsed));
                openAtMost = Longer(openAtMost, left ?? Positive(P90(usual) - elapsed));
                overdue |= elapsed > P90(usual);
            }
            else
            {
                ahead += Median(usual);
                aheadAtMost += P90(usual);
            }
        }

        return (ahead + open, aheadAtMost + openAtMost, overdue);
    }

    private static TimeSpan Median(UsualDuration usual) =>
        TimeSpan.FromSeconds(usual.MedianSeconds);

    private static TimeSpan P90(UsualDuration usual) => TimeSpan.FromSeconds(usual.P90Seconds);

    private static TimeSpan Positive(TimeSpan t) => t > TimeSpan.Zero ? t : TimeSpan.Zero;

    private static TimeSpan Longer(TimeSpan a, TimeSpan b) => a > b ? a : b;
}
