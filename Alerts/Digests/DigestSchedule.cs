using Alerts.Configuration;
using Alerts.Outbox;

namespace Alerts.Digests;

/// <summary>
/// Puts the reports that are due into the outbox, each once: the message and the moment up to which it tells are one
/// commit. Reports that were missed while the alerter was away are one.
/// </summary>
internal sealed class DigestSchedule(
    DigestComposer composer,
    OutboxFile outbox,
    Rules rules,
    TimeProvider time
)
{
    public async Task SendDueAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        foreach (var clock in rules.Clocks.Where(clock => clock.Digest is not null))
        {
            if (outbox.DigestUntil(clock.Name) is not { } told)
            {
                outbox.Commit(new Findings([], [], []) { Digests = [(clock.Name, now)] });
                continue;
            }

            if (clock.DigestDue(told, now) is not { } due)
            {
                continue;
            }

            var message = await composer.ComposeAsync(clock, told, due, cancellationToken);
            var deliveries = message is null
                ? Array.Empty<Delivery>()
                : [new Delivery(message.IncidentId, clock.Name, message, now, 0)];
            outbox.Commit(new Findings([], deliveries, []) { Digests = [(clock.Name, due)] });
        }
    }
}
