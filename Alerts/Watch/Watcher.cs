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
    MessageComposer composer,
    OutboxFile outbox,
    Rules rules,
    TimeProvider time
)
{
    /// <summary>A restart of the collector is nobody's trouble.</summary>
    private static readonly TimeSpan TelemetryGrace = TimeSpan.FromSeconds(60);

    /// <summary>What has been the matter for longer when the alerter first starts is known to whoever wants to know.</summary>
    private static readonly TimeSpan OldAtFirstLook = TimeSpan.FromDays(1);

    /// <summary>More failures than this that are over already are told in one message.</summary>
    private const int MostPassed = 3;

    /// <summary>How often the same matter may open within an hour before it is no longer told.</summary>
    private const int MostPerHour = 3;

    /// <exception cref="StoreUnavailableException">The store cannot be read.</exception>
    public async Task LookAsync(CancellationToken cancellationToken)
    {
        await runners.ReadClockAsync(cancellationToken);
        var isFirst = outbox.IsNew();
        var seen = outbox.Seen();
        var found = new Found();
        await foreach (var runner in runners.AllAsync(cancellationToken))
        {
            found.Conditions.AddRange(Condition.Of(runner));
            found.Known.Add(runner.Name);
            if (runner.IsRetired)
            {
                found.Retired.Add(runner.Name);
            }

            var known =
                seen.TryGetValue(runner.Name, out var start) ? start
                // The first session of a new runner counts, but not what a store held before the alerter did.
                : isFirst ? (DateTimeOffset?)null
                : DateTimeOffset.MinValue;
            found.Passed.AddRange(
                IncidentChanges.Passed(runner, known, outbox.HasSession, time.GetUtcNow())
            );
            var lookedAt = LookedAt(runner);
            if (lookedAt != start)
            {
                found.Seen.Add((runner.Name, lookedAt));
            }
        }

        if (Telemetry() is { } telemetry)
        {
            found.Conditions.Add(telemetry);
        }

        await CommitAsync(found, isFirst, cancellationToken);
    }

    /// <summary>Up to which start nothing more will come to light: what is open may still end badly.</summary>
    private static DateTimeOffset LookedAt(RunnerStatus runner)
    {
        var open = runner.Outcomes.LastOrDefault(outcome => outcome.IsOpen).Session;
        return open.Id is null ? runner.Outcomes[0].Session.StartedAt : open.StartedAt.AddTicks(-1);
    }

    private Condition? Telemetry() =>
        runners.Hearing is [.., { Until: { } until }] && runners.Now - until > TelemetryGrace
            ? new Condition(
                Condition.TelemetryKey,
                IncidentKind.TelemetryDown,
                null,
                null,
                until,
                "The collector does not run, or cannot receive or store what runners send. What they do meanwhile is unknown."
            )
            : null;

    private async Task CommitAsync(Found found, bool isFirst, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var open = outbox.Open();
        var openKeys = open.Select(incident => incident.Key).ToHashSet();
        var changes = IncidentChanges.Of(
            open,
            [
                .. found.Conditions.Where(condition =>
                    openKeys.Contains(condition.Key)
                    || !rules.IsTooSoon(
                        condition.Kind,
                        condition.Runner,
                        runners.Now - condition.Since
                    )
                ),
            ],
            now
        );
        var incidents = new List<Incident>();
        var deliveries = new List<Delivery>();
        foreach (var change in changes.Concat(found.Passed.Count > MostPassed ? [] : found.Passed))
        {
            var incident = await composer.WithSentenceAsync(change.Incident, cancellationToken);
            incidents.Add(incident);
            var isQuiet =
                isFirst && runners.Now - incident.Since > OldAtFirstLook
                || change.Event == IncidentEvent.Resolved && IsGone(incident, found);
            if (!isQuiet)
            {
                deliveries.AddRange(
                    await DeliveriesAsync(change with { Incident = incident }, cancellationToken)
                );
            }
        }

        if (found.Passed.Count > MostPassed)
        {
            var passed = new List<Incident>();
            foreach (var change in found.Passed)
            {
                passed.Add(await composer.WithSentenceAsync(change.Incident, cancellationToken));
            }

            incidents.AddRange(passed);
            deliveries.AddRange(Summaries(passed, now));
        }

        if (isFirst || incidents.Count + found.Seen.Count > 0)
        {
            outbox.Commit(incidents, deliveries, found.Seen);
        }
    }

    /// <summary>What is no longer expected has not recovered.</summary>
    private static bool IsGone(Incident incident, Found found) =>
        incident.Runner is { } runner
        && (found.Retired.Contains(runner) || !found.Known.Contains(runner));

    private async Task<IEnumerable<Delivery>> DeliveriesAsync(
        IncidentChange change,
        CancellationToken cancellationToken
    )
    {
        var incident = change.Incident;
        var now = time.GetUtcNow();
        var matching = rules.ChannelsFor(
            incident.Kind,
            incident.Runner,
            runners.Now - incident.Since
        );
        var channels = change.Event switch
        {
            IncidentEvent.Resolved => outbox.ChannelsOf(incident.Id),
            IncidentEvent.Escalated => [.. matching.Union(outbox.ChannelsOf(incident.Id))],
            _ => matching,
        };
        var isNew = change.Event is IncidentEvent.Opened or IncidentEvent.Passed;
        var before = isNew ? outbox.CountSince(incident.Key, now.AddHours(-1)) : 0;
        if (channels.Count == 0 || before >= MostPerHour)
        {
            return [];
        }

        var message = await composer.ComposeAsync(change, cancellationToken);
        if (before == MostPerHour - 1)
        {
            message = message with
            {
                Text =
                    $"{message.Text}\nThis is number {MostPerHour} within an hour: further ones are not told until an hour has fewer.",
            };
        }

        return channels.Select(channel => Delivery(message, channel, now));
    }

    private IEnumerable<Delivery> Summaries(List<Incident> passed, DateTimeOffset now) =>
        from channel in passed
            .SelectMany(incident =>
                rules.ChannelsFor(incident.Kind, incident.Runner, TimeSpan.MaxValue)
            )
            .Distinct()
        let told = passed
            .Where(incident =>
                rules
                    .ChannelsFor(incident.Kind, incident.Runner, TimeSpan.MaxValue)
                    .Contains(channel)
            )
            .ToList()
        select Delivery(composer.Summarise(told), channel, now);

    private static Delivery Delivery(Message message, string channel, DateTimeOffset now) =>
        new(
            $"{message.IncidentId}-{WireName.Of(message.Event)}-{WireName.Of(message.Kind)}-{channel}",
            channel,
            message,
            now,
            0
        );

    /// <summary>What one look has found.</summary>
    private sealed class Found
    {
        public List<Condition> Conditions { get; } = [];

        public List<IncidentChange> Passed { get; } = [];

        public List<(string Runner, DateTimeOffset Start)> Seen { get; } = [];

        public HashSet<string> Known { get; } = [];

        public HashSet<string> Retired { get; } = [];
    }
}
