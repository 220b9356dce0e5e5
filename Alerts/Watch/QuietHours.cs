using System.Globalization;
using Alerts.Configuration;
using Alerts.Outbox;
using Sessions;

namespace Alerts.Watch;

/// <summary>
/// Ends the waiting when a channel's quiet hours are over: one message is sent as it is, several are one. Held messages
/// and their summary are changed in one commit.
/// </summary>
internal sealed class QuietHours(
    MessageComposer composer,
    OutboxFile outbox,
    Rules rules,
    TimeProvider time
)
{
    public void Release()
    {
        var now = time.GetUtcNow();
        foreach (var clock in rules.Clocks.Where(clock => !clock.IsQuiet(now)))
        {
            var held = outbox.Held(clock.Name);
            if (held.Count == 1)
            {
                outbox.Commit(new Findings([], [], []) { Released = [held[0].Id] });
            }
            else if (held.Count > 1)
            {
                var id = string.Create(
                    CultureInfo.InvariantCulture,
                    $"quiet-{now.UtcTicks}-{clock.Name}"
                );
                outbox.Commit(
                    new Findings(
                        [],
                        [new Delivery(id, clock.Name, Summarise(id, held, clock), now, 0)],
                        []
                    )
                    {
                        Summarised = [.. held.Select(delivery => delivery.Id)],
                    }
                );
            }
        }
    }

    private Message Summarise(string id, IReadOnlyList<Delivery> held, ChannelClock clock)
    {
        var matters = held.GroupBy(delivery => delivery.Message.IncidentId)
            .Select(group => group.Select(delivery => delivery.Message).ToArray())
            .ToArray();
        var open = matters.Count(messages => IsOpen(messages[^1]));
        return new Message
        {
            IncidentId = id,
            Event = IncidentEvent.Summary,
            Kind =
                matters.Select(messages => messages[^1]).FirstOrDefault(IsOpen)?.Kind
                ?? IncidentKind.Finished,
            Title = string.Create(
                CultureInfo.InvariantCulture,
                $"In quiet hours: {matters.Length} {(matters.Length == 1 ? "matter" : "matters")}, {(open == 0 ? "all over" : $"{open} not over")}"
            ),
            Text = MessageComposer.Lines(matters.Select(messages => Line(messages, clock))),
            Since = matters.Min(messages => messages[0].Since),
            ResolvedAt = time.GetUtcNow(),
            Link = composer.LinkTo("/incidents"),
        };
    }

    private static bool IsOpen(Message last) =>
        last.Event is IncidentEvent.Opened or IncidentEvent.Escalated;

    private static string Line(Message[] messages, ChannelClock clock)
    {
        var first = messages[0];
        var last = messages[^1];
        var when = clock.Local(first.Since).ToString("HH:mm", CultureInfo.InvariantCulture);
        var what =
            first.Event == IncidentEvent.Resolved
                ? first.Title
                : $"{when} {first.Title}: {first.Text.Split('\n')[0]}";
        return first == last ? what : $"{what} {last.Title}.";
    }
}
