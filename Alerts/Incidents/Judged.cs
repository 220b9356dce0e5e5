using Sessions;

namespace Alerts.Incidents;

/// <summary>Whether a session is well in one respect.</summary>
internal enum Judgement
{
    /// <summary>It may still become good or bad, or says nothing of either.</summary>
    Undecided,

    Good,
    Bad,
}

/// <summary>A session as one respect sees it.</summary>
/// <param name="SessionId">The session.</param>
/// <param name="StartedAt">By the runner's clock, UTC.</param>
/// <param name="Judgement">Whether it is well.</param>
/// <param name="Trouble">What is the matter; null for one that is not bad.</param>
internal sealed record Judged(
    string SessionId,
    DateTimeOffset StartedAt,
    Judgement Judgement,
    Condition? Trouble
)
{
    /// <summary>How a session of a runner ended or is doing.</summary>
    public static Judged Of(RunnerStatus runner, RunnerOutcome outcome)
    {
        var session = outcome.Session;
        return new Judged(
            session.Id,
            session.StartedAt,
            outcome.IsGood ? Judgement.Good
                : outcome.IsBad ? Judgement.Bad
                : Judgement.Undecided,
            outcome.IsBad
                ? new Condition(
                    Condition.SessionKey(runner.Name),
                    Condition.KindOf(outcome.Kind),
                    runner.Name,
                    session.Id,
                    session.StartedAt + (session.Duration ?? TimeSpan.Zero),
                    null
                )
                : null
        );
    }
}
