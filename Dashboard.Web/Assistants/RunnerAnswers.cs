using Sessions;

namespace Dashboard.Web.Assistants;

/// <summary>A runner in an answer. Durations are seconds, rates percentages, times UTC.</summary>
internal sealed record RunnerItem
{
    public required Sent Runner { get; init; }

    public required string State { get; init; }

    /// <summary>False while it is overdue or failing, or its current session is not well.</summary>
    public required bool Healthy { get; init; }

    /// <summary>What a person should know.</summary>
    public required Sent? Sentence { get; init; }

    /// <summary>Since when it is overdue or failing.</summary>
    public string? Since { get; init; }

    public required string? LastStart { get; init; }

    public string? NextDue { get; init; }

    public Sent? Schedule { get; init; }

    /// <summary>Whether the schedule was learned from its starts, and is not stated.</summary>
    public bool? ScheduleIsLearned { get; init; }

    public Sent? ScheduleProblem { get; init; }

    public double? UsualSecs { get; init; }

    public double? UsualP90Secs { get; init; }

    public double? SuccessRate { get; init; }

    public required int FailuresInARow { get; init; }

    public required Sent LatestSession { get; init; }

    public required string LatestVerdict { get; init; }

    public Sent? CurrentSession { get; init; }

    public required string Link { get; init; }

    public static RunnerItem Of(RunnerStatus status, Links links) =>
        new()
        {
            Runner = Sent.Name(status.Name),
            State = WireName.Of(status.State),
            Healthy = status.IsHealthy,
            Sentence = Sent.Of(status.Sentence),
            Since = Answer.Time(status.Since),
            LastStart = Answer.Time(status.LastStart),
            NextDue = Answer.Time(status.NextDue),
            Schedule = Sent.Of(status.Schedule?.Words),
            ScheduleIsLearned = status.Schedule?.IsLearned,
            ScheduleProblem = Sent.Of(status.ScheduleProblem),
            UsualSecs = Answer.Number(status.Usual?.MedianSeconds),
            UsualP90Secs = Answer.Number(status.Usual?.P90Seconds),
            SuccessRate = Answer.Number(status.SuccessRate * 100),
            FailuresInARow = status.FailuresInARow,
            LatestSession = Sent.Name(status.Latest.Id),
            LatestVerdict = WireName.Of(status.LatestVerdict.Kind),
            CurrentSession = status.Current is { } current ? Sent.Name(current.Id) : null,
            Link = links.Runner(status.Name),
        };
}

/// <summary>A page of runners.</summary>
/// <param name="Runners">By name.</param>
/// <param name="Next">Hand it back as <c>cursor</c> for the next page; absent on the last.</param>
internal sealed record RunnerListAnswer(IReadOnlyList<RunnerItem> Runners, Sent? Next) : Answer;

/// <summary>A runner's newest sessions, and what they come to.</summary>
internal sealed record RunnerHistoryAnswer : Answer
{
    public required RunnerItem Runner { get; init; }

    /// <summary>How many of its newest sessions the figures rest on.</summary>
    public required int SessionsLookedAt { get; init; }

    /// <summary>Newest first.</summary>
    public required IReadOnlyList<SessionItem> Sessions { get; init; }

    /// <summary>Why sessions ended badly, the most frequent reason first.</summary>
    public required IReadOnlyList<ReasonItem> Failures { get; init; }

    /// <summary>Where it fails now: what changed between its last good session and the first bad one after it.</summary>
    public FirstFailureItem? BeganToFail { get; init; }
}

/// <summary>A reason for which sessions ended badly.</summary>
internal sealed record ReasonItem(Sent? Reason, int Sessions, Sent LatestSession, string Link);

/// <summary>The last good session and the first bad one after it.</summary>
/// <param name="LastGoodSession">Its id.</param>
/// <param name="FirstBadSession">Its id.</param>
/// <param name="Changes">Parameters and surroundings (version, host) that are not the same; empty when none differs.</param>
/// <param name="CompareLink">The page that compares them.</param>
internal sealed record FirstFailureItem(
    Sent LastGoodSession,
    Sent FirstBadSession,
    IReadOnlyList<ChangeItem> Changes,
    string CompareLink
);

/// <summary>What two sessions stated differently at their start; absent where one stated nothing.</summary>
internal sealed record ChangeItem(Sent? Name, Sent? Before, Sent? After);
