namespace Sessions;

/// <summary>How a runner is doing: a pure function of its newest sessions and the present moment.</summary>
public sealed partial record RunnerStatus
{
    /// <summary>
    /// A runner without a session for this many periods of its schedule, and at least <see cref="LeastRetired"/>, is
    /// taken to be retired.
    /// </summary>
    public const int RetiredPeriods = 7;

    /// <summary>The shortest time after which a runner is taken to be retired.</summary>
    public static readonly TimeSpan LeastRetired = TimeSpan.FromDays(7);

    public required string Name { get; init; }

    public required RunnerState State { get; init; }

    /// <summary>The sessions that this rests on, newest first, each with how it ended or is doing.</summary>
    public required IReadOnlyList<RunnerOutcome> Outcomes { get; init; }

    /// <summary>The newest session.</summary>
    public required SessionState Latest { get; init; }

    /// <summary>Its verdict.</summary>
    public required Verdict LatestVerdict { get; init; }

    /// <summary>The newest session that is open and not lost.</summary>
    public SessionState? Current { get; init; }

    /// <summary>Its verdict; null without one.</summary>
    public Verdict? CurrentVerdict { get; init; }

    /// <summary>When sessions are due; null without a schedule.</summary>
    public DueTimes? Schedule { get; init; }

    /// <summary>Why the stated schedule cannot be used; null when it can, or none is stated.</summary>
    public string? ScheduleProblem { get; init; }

    /// <summary>When the next session is due, by the collector's clock; in the past for an overdue one.</summary>
    public DateTimeOffset? NextDue { get; init; }

    /// <summary>Whether it has had no session for so long that none is expected.</summary>
    public bool IsRetired { get; init; }

    /// <summary>How long its successful sessions took; null without any.</summary>
    public UsualDuration? Usual { get; init; }

    /// <summary>How many bad ends it has had in a row, the newest included.</summary>
    public int FailuresInARow { get; init; }

    /// <summary>The present moment, by the collector's clock.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>How far the runner's clock is ahead of the collector's.</summary>
    private TimeSpan Ahead { get; init; }

    /// <summary>Of the sessions that ended in success or badly, or are lost; null without any. 0 to 1.</summary>
    public double? SuccessRate =>
        Outcomes.Count(outcome => outcome.IsGood) is var good
        && Outcomes.Count(outcome => outcome.IsBad) is var bad
        && good + bad > 0
            ? (double)good / (good + bad)
            : null;

    /// <summary>Since when it is overdue or failing, by the collector's clock; null otherwise.</summary>
    public DateTimeOffset? Since =>
        State switch
        {
            RunnerState.Overdue => NextDue,
            RunnerState.Failing => Outcomes[FailuresInARow - 1].Session.StartedAt - Ahead,
            _ => null,
        };

    /// <summary>Whether a monitor should stay green: neither overdue nor failing, and a current session is well.</summary>
    public bool IsHealthy =>
        State switch
        {
            RunnerState.Running => CurrentVerdict!.IsHealthy,
            RunnerState.Idle => true,
            _ => false,
        };

    /// <param name="runner">Its newest sessions.</param>
    /// <param name="context">The present moment, and what verdicts need to know.</param>
    public static RunnerStatus Of(RunnerSessions runner, VerdictContext context)
    {
        var verdicts = runner.States.ToDictionary(
            pair => pair.Key,
            pair => Verdict.Of(pair.Value, context)
        );
        var outcomes = runner
            .Newest.Select(session => new RunnerOutcome(
                session,
                verdicts.TryGetValue(session.Id, out var verdict)
                    ? verdict.Kind
                    : RunnerOutcome.KindOf(session.Status)
            ))
            .ToArray();
        var current = Array.FindIndex(outcomes, outcome => outcome.IsOpen);
        var successes = outcomes
            .Where(outcome => outcome.IsGood)
            .Select(outcome => outcome.Session.Duration!.Value)
            .ToList();
        var latest = runner.Latest;
        var ahead = Skew.Of(latest);
        var schedule = DueTimes.Of(runner, out var problem);
        var lastStart = runner.Newest[0].StartedAt;
        var isRetired =
            current < 0
            && schedule is not null
            && context.Now - (lastStart - ahead) > RetiredAfter(schedule);
        var missed =
            schedule is null || isRetired || current >= 0
                ? null
                : MissedStart.Of(
                    schedule,
                    lastStart,
                    ahead,
                    successes.Count > 0 ? successes.Min() : null,
                    context
                );
        return new RunnerStatus
        {
            Name = runner.Name,
            State =
                current >= 0 ? RunnerState.Running
                : missed is not null ? RunnerState.Overdue
                : outcomes[0].IsBad && !isRetired ? RunnerState.Failing
                : RunnerState.Idle,
            Outcomes = outcomes,
            Latest = latest,
            LatestVerdict = verdicts[latest.Id],
            Current = current < 0 ? null : runner.States[outcomes[current].Session.Id],
            CurrentVerdict = current < 0 ? null : verdicts[outcomes[current].Session.Id],
            Schedule = schedule,
            ScheduleProblem = problem,
            NextDue = missed ?? (isRetired ? null : Next(schedule, lastStart, ahead, context.Now)),
            IsRetired = isRetired,
            Usual =
                successes.Count == 0
                    ? null
                    : UsualDuration.Of("", successes.ConvertAll(took => took.TotalSeconds)),
            FailuresInARow = outcomes.TakeWhile(outcome => outcome.IsBad).Count(),
            Now = context.Now,
            Ahead = ahead,
        };
    }

    private static TimeSpan RetiredAfter(DueTimes schedule)
    {
        var periods = schedule.LongestPeriod * RetiredPeriods + schedule.Grace;
        return periods > LeastRetired ? periods : LeastRetired;
    }

    private static DateTimeOffset? Next(
        DueTimes? schedule,
        DateTimeOffset lastStart,
        TimeSpan ahead,
        DateTimeOffset now
    )
    {
        var next = schedule?.AfterStart(lastStart);
        // A time that nobody could hear is over.
        return next is { } due && due - ahead + schedule!.Grace < now && !schedule.IsInterval
            ? schedule.After(now + ahead) - ahead
            : next - ahead;
    }
}
