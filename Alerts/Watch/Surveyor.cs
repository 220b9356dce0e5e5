using Alerts.Configuration;
using Alerts.Incidents;
using Alerts.Outbox;
using Sessions;

namespace Alerts.Watch;

/// <summary>Looks over every runner of the store, and at the collector.</summary>
internal sealed class Surveyor(
    RunnersNow runners,
    SessionJudge judge,
    OutboxFile outbox,
    Rules rules,
    TimeProvider time
)
{
    /// <param name="isFirst">Whether nothing was ever looked at.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="StoreUnavailableException">The store cannot be read.</exception>
    public async Task<Survey> LookAsync(bool isFirst, CancellationToken cancellationToken)
    {
        await runners.ReadClockAsync(cancellationToken);
        var seen = outbox.Seen();
        var survey = new Survey();
        await foreach (var runner in runners.AllAsync(cancellationToken))
        {
            var hasSeen = seen.TryGetValue(runner.Name, out var start);
            // The first session of a new runner counts, but not what a store held before the alerter did.
            DateTimeOffset? after =
                hasSeen ? start
                : isFirst ? null
                : DateTimeOffset.MinValue;
            await AddAsync(survey, runner, after, cancellationToken);
            var lookedAt = LookedAt(runner);
            if (lookedAt != start)
            {
                survey.Seen.Add((runner.Name, lookedAt));
            }
        }

        if (Telemetry() is { } telemetry)
        {
            survey.Conditions.Add(telemetry);
        }

        return survey;
    }

    private async Task AddAsync(
        Survey survey,
        RunnerStatus runner,
        DateTimeOffset? after,
        CancellationToken cancellationToken
    )
    {
        var now = time.GetUtcNow();
        survey.Known.Add(runner.Name);
        if (runner.IsRetired)
        {
            survey.Retired.Add(runner.Name);
        }

        survey.Conditions.AddRange(Condition.Of(runner));
        survey.Passed.AddRange(
            IncidentChanges.Passed(
                runner.Outcomes.Select(outcome => Judged.Of(runner, outcome)),
                after,
                outbox.HasSession,
                now
            )
        );
        survey.Passed.AddRange(Finished(runner, after, now));
        foreach (
            var (key, sessions) in await judge.JudgeAsync(runner.Name, after, cancellationToken)
        )
        {
            var decided = sessions.FirstOrDefault(session =>
                session.Judgement != Judgement.Undecided
            );
            if (decided is null)
            {
                survey.Undecided.Add(key);
            }
            else if (decided.Trouble is { } trouble)
            {
                survey.Conditions.Add(trouble);
            }

            survey.Passed.AddRange(IncidentChanges.Passed(sessions, after, outbox.HasSession, now));
        }
    }

    private IEnumerable<IncidentChange> Finished(
        RunnerStatus runner,
        DateTimeOffset? after,
        DateTimeOffset now
    ) =>
        !rules.Want(IncidentKind.Finished, runner.Name)
            ? []
            : from outcome in runner.Outcomes.Reverse()
            let session = outcome.Session
            let key = Condition.FinishedKey(runner.Name)
            where outcome.IsGood && session.StartedAt > after && !outbox.HasSession(key, session.Id)
            select IncidentChanges.Over(
                new Condition(
                    key,
                    IncidentKind.Finished,
                    runner.Name,
                    session.Id,
                    session.StartedAt + (session.Duration ?? TimeSpan.Zero),
                    null
                ),
                now
            );

    /// <summary>
    /// Up to which start nothing more will come to light: what is open may still end badly, and the newest session that
    /// is lost may be heard again.
    /// </summary>
    private static DateTimeOffset LookedAt(RunnerStatus runner)
    {
        var newest = runner.Outcomes[0];
        var open = runner.Outcomes.LastOrDefault(outcome => outcome.IsOpen).Session;
        return open.Id is not null ? open.StartedAt.AddTicks(-1)
            : newest.Kind == VerdictKind.Lost ? newest.Session.StartedAt.AddTicks(-1)
            : newest.Session.StartedAt;
    }

    private Condition? Telemetry() =>
        runners.TelemetryDownSince is { } since
            ? new Condition(
                Condition.TelemetryKey,
                IncidentKind.TelemetryDown,
                null,
                null,
                since,
                "The collector does not run, or cannot receive or store what runners send. What they do meanwhile is unknown."
            )
            : null;
}
