using Alerts.Configuration;
using Alerts.Incidents;
using Alerts.Outbox;
using Sessions;

namespace Alerts.Watch;

/// <summary>
/// Looks what is the matter, and puts what is new into the outbox. One look is one commit: a look that is cut off has
/// said nothing, and the next one says it.
/// </summary>
internal sealed class Watcher(
    RunnersNow runners,
    Surveyor surveyor,
    Teller teller,
    MessageComposer composer,
    OutboxFile outbox,
    Rules rules,
    TimeProvider time
)
{
    /// <summary>What has been the matter for longer when the alerter first starts is known to whoever wants to know.</summary>
    private static readonly TimeSpan OldAtFirstLook = TimeSpan.FromDays(1);

    /// <summary>More things than this that are over already are told in one message.</summary>
    private const int MostPassed = 3;

    /// <exception cref="StoreUnavailableException">The store cannot be read.</exception>
    public async Task LookAsync(CancellationToken cancellationToken)
    {
        var isFirst = outbox.IsNew();
        var survey = await surveyor.LookAsync(isFirst, cancellationToken);
        var incidents = new List<Incident>();
        var deliveries = new List<Delivery>();
        foreach (var change in await ChangesAsync(survey, cancellationToken))
        {
            var whole = change with
            {
                Incident = await composer.WithSentenceAsync(change.Incident, cancellationToken),
            };
            if (isFirst && runners.Now - whole.Incident.Since > OldAtFirstLook)
            {
                incidents.Add(whole.Incident with { Silence = IncidentSilence.Old });
                continue;
            }

            if (change.Event == IncidentEvent.Resolved && IsGone(whole.Incident, survey))
            {
                incidents.Add(whole.Incident);
                continue;
            }

            var (incident, messages) = await teller.TellAsync(whole, cancellationToken);
            incidents.Add(incident);
            deliveries.AddRange(messages);
        }

        foreach (
            var group in survey.Passed.GroupBy(change =>
                change.Incident.Kind == IncidentKind.Finished
            )
        )
        {
            await AddPassedAsync([.. group], incidents, deliveries, cancellationToken);
        }

        var found = new Findings(incidents, deliveries, survey.Seen);
        if (isFirst || !found.IsEmpty)
        {
            outbox.Commit(found);
        }

        await TellLaterAsync(survey, cancellationToken);
    }

    private async Task<IReadOnlyList<IncidentChange>> ChangesAsync(
        Survey survey,
        CancellationToken cancellationToken
    )
    {
        var open = outbox.Open();
        var openKeys = open.Select(incident => incident.Key).ToHashSet();
        var conditions = new List<Condition>();
        foreach (var condition in survey.Conditions)
        {
            if (
                openKeys.Contains(condition.Key)
                || await teller.IsWantedAsync(condition, cancellationToken)
            )
            {
                conditions.Add(condition);
            }
        }

        return IncidentChanges.Of(open, conditions, survey.Undecided, time.GetUtcNow());
    }

    private async Task AddPassedAsync(
        IReadOnlyList<IncidentChange> passed,
        List<Incident> incidents,
        List<Delivery> deliveries,
        CancellationToken cancellationToken
    )
    {
        var whole = new List<IncidentChange>();
        foreach (var change in passed)
        {
            whole.Add(
                change with
                {
                    Incident = await composer.WithSentenceAsync(change.Incident, cancellationToken),
                }
            );
        }

        if (passed.Count > MostPassed)
        {
            incidents.AddRange(whole.Select(change => change.Incident));
            deliveries.AddRange(await teller.SummariseAsync(whole, cancellationToken));
            return;
        }

        foreach (var change in whole)
        {
            var (incident, messages) = await teller.TellAsync(change, cancellationToken);
            incidents.Add(incident);
            deliveries.AddRange(messages);
        }
    }

    /// <summary>Incidents that go on may be due to be told to somebody only now.</summary>
    private async Task TellLaterAsync(Survey survey, CancellationToken cancellationToken)
    {
        var conditions = survey.Conditions.ToDictionary(condition => condition.Key);
        foreach (var incident in outbox.Open())
        {
            if (
                conditions.TryGetValue(incident.Key, out var condition)
                && await teller.TellLaterAsync(incident, condition, cancellationToken) is { } later
            )
            {
                outbox.Commit(new Findings([later.Incident], later.Deliveries, []));
            }
        }
    }

    /// <summary>What is no longer expected, or no longer asked for, has not recovered.</summary>
    private bool IsGone(Incident incident, Survey survey) =>
        incident.Runner is { } runner
        && (
            survey.Retired.Contains(runner)
            || !survey.Known.Contains(runner)
            || !Rule.UsualKinds.Contains(incident.Kind) && !rules.Want(incident.Kind, runner)
            || incident.Kind == IncidentKind.Figure
                && rules
                    .LimitsOf(runner)
                    .All(limit => SessionJudge.FigureKey(runner, limit) != incident.Key)
        );
}
