using Alerts.Configuration;
using Alerts.Incidents;
using Alerts.Outbox;
using Sessions;

namespace Alerts.Watch;

/// <summary>Says over which channels a change is told, and puts it into words.</summary>
internal sealed class Teller(
    RunnersNow runners,
    MessageComposer composer,
    OutboxFile outbox,
    Rules rules,
    MatterReader matters,
    TimeProvider time
)
{
    /// <summary>How often the same matter may open within an hour before it is no longer told.</summary>
    public const int MostPerHour = 3;

    private DateTimeOffset HourAgo => time.GetUtcNow().AddHours(-1);

    /// <returns>The incident as it is to be kept, and the messages about it.</returns>
    public async Task<(Incident Incident, IReadOnlyList<Delivery> Deliveries)> TellAsync(
        IncidentChange change,
        CancellationToken cancellationToken
    )
    {
        var incident = change.Incident;
        var matter = await MatterAsync(change, cancellationToken);
        if (change.Event == IncidentEvent.Resolved)
        {
            var urgent = rules.For(matter with { Held = TimeSpan.MaxValue });
            var told = outbox
                .ChannelsOf(incident.Id)
                .Select(channel => new Recipient(
                    channel,
                    urgent.Any(one => one.Channel == channel && one.IgnoresQuietHours)
                ));
            return (incident, await DeliveriesAsync(change, [.. told], cancellationToken));
        }

        var isNew = change.Event is IncidentEvent.Opened or IncidentEvent.Passed;
        var canFlap = isNew && incident.Kind != IncidentKind.Finished;
        var before = canFlap ? outbox.CountSince(incident.Key, HourAgo) : 0;
        if (before >= MostPerHour)
        {
            return (incident with { Silence = IncidentSilence.Flapping }, []);
        }

        IEnumerable<Recipient> recipients = rules.For(matter);
        if (change.Event == IncidentEvent.Escalated)
        {
            if (incident.Silence == IncidentSilence.Flapping)
            {
                return (incident, []);
            }

            incident = incident with { Silence = IncidentSilence.None };
            recipients = recipients.UnionBy(
                outbox.ChannelsOf(incident.Id).Select(channel => new Recipient(channel, false)),
                one => one.Channel
            );
        }

        return (
            incident,
            await DeliveriesAsync(
                change with
                {
                    Incident = incident,
                },
                [.. recipients],
                cancellationToken,
                before == MostPerHour - 1
            )
        );
    }

    /// <summary>
    /// What was not told when an incident opened and is to be told now that it goes on: after the time that a rule asks
    /// for, or once it no longer comes and goes.
    /// </summary>
    public async Task<(Incident Incident, IReadOnlyList<Delivery> Deliveries)?> TellLaterAsync(
        Incident incident,
        Condition condition,
        CancellationToken cancellationToken
    )
    {
        if (incident.Silence == IncidentSilence.Old)
        {
            return null;
        }

        var change = new IncidentChange(IncidentEvent.Opened, incident)
        {
            FactsOf = condition.FactsOf,
            Limit = condition.Limit,
        };
        if (incident.Silence == IncidentSilence.Flapping)
        {
            var others =
                outbox.CountSince(incident.Key, HourAgo) - (incident.OpenedAt >= HourAgo ? 1 : 0);
            if (others >= MostPerHour)
            {
                return null;
            }

            incident = incident with { Silence = IncidentSilence.None };
            var all = rules.For(await MatterAsync(change, cancellationToken));
            return (incident, await DeliveriesAsync(change, all, cancellationToken));
        }

        if (!rules.HasAfter)
        {
            return null;
        }

        var inTime = rules.InTimeFor(await MatterAsync(change, cancellationToken));
        var told = inTime.Count == 0 ? [] : outbox.ChannelsOf(incident.Id);
        var missing = inTime.Where(one => !told.Contains(one.Channel)).ToArray();
        return missing.Length == 0
            ? null
            : (incident, await DeliveriesAsync(change, missing, cancellationToken));
    }

    /// <summary>Whether it is told at all, and now.</summary>
    public async ValueTask<bool> IsWantedAsync(
        Condition condition,
        CancellationToken cancellationToken
    )
    {
        var matter = await matters.WithFactsAsync(
            new Matter(condition.Kind, condition.Runner, runners.Now - condition.Since)
            {
                Limit = condition.Limit,
            },
            condition.FactsOf,
            cancellationToken
        );
        return !rules.IsTooSoon(matter)
            && (Rule.UsualKinds.Contains(condition.Kind) || rules.For(matter).Count > 0);
    }

    /// <summary>Several things that are over, in one message for each channel that is told of any.</summary>
    public async Task<IReadOnlyList<Delivery>> SummariseAsync(
        IReadOnlyList<IncidentChange> passed,
        CancellationToken cancellationToken
    )
    {
        var told = new List<(Recipient To, Incident Incident)>();
        foreach (var change in passed)
        {
            var matter = await MatterAsync(change, cancellationToken);
            told.AddRange(
                rules
                    .For(matter with { Held = TimeSpan.MaxValue })
                    .Select(recipient => (recipient, change.Incident))
            );
        }

        return
        [
            .. told.GroupBy(one => one.To.Channel)
                .Select(group =>
                    Delivery(
                        composer.Summarise([.. group.Select(one => one.Incident)]),
                        new Recipient(group.Key, group.Any(one => one.To.IgnoresQuietHours))
                    )
                ),
        ];
    }

    private ValueTask<Matter> MatterAsync(
        IncidentChange change,
        CancellationToken cancellationToken
    ) =>
        matters.WithFactsAsync(
            new Matter(
                change.Incident.Kind,
                change.Incident.Runner,
                change.Incident.Kind == IncidentKind.Finished
                    ? TimeSpan.MaxValue
                    : runners.Now - change.Incident.Since
            )
            {
                Limit = change.Limit,
            },
            change.FactsOf,
            cancellationToken
        );

    private async Task<IReadOnlyList<Delivery>> DeliveriesAsync(
        IncidentChange change,
        IReadOnlyList<Recipient> recipients,
        CancellationToken cancellationToken,
        bool isLastOfHour = false
    )
    {
        if (recipients.Count == 0)
        {
            return [];
        }

        var message = await composer.ComposeAsync(change, cancellationToken);
        if (isLastOfHour)
        {
            message = message with
            {
                Text =
                    $"{message.Text}\nThis is number {MostPerHour} within an hour: the next ones are told only when one of them lasts.",
            };
        }

        return [.. recipients.Select(recipient => Delivery(message, recipient))];
    }

    private Delivery Delivery(Message message, Recipient recipient) =>
        new(
            $"{message.IncidentId}-{WireName.Of(message.Event)}-{WireName.Of(message.Kind)}-{recipient.Channel}",
            recipient.Channel,
            message,
            time.GetUtcNow(),
            0
        )
        {
            IsHeld = rules.IsHeld(recipient, time.GetUtcNow()),
        };
}
