using System.Globalization;
using Alerts.Configuration;
using Alerts.Outbox;
using Alerts.Watch;
using Dashboard.Web.Shell;
using Sessions;

namespace Alerts.Digests;

/// <summary>Says in a few lines how a channel's runners did between two moments.</summary>
internal sealed class DigestComposer(
    ISessionReader reader,
    MessageComposer composer,
    OutboxFile outbox,
    Rules rules
)
{
    private const int PageSize = 200;

    /// <summary>As many as one reads in a sentence; more are a list.</summary>
    private const int MostInSentence = 5;

    /// <returns>Null when nothing went wrong and the channel wants to hear of that only.</returns>
    public async Task<Message?> ComposeAsync(
        ChannelClock clock,
        DateTimeOffset after,
        DateTimeOffset until,
        CancellationToken cancellationToken
    )
    {
        var (totals, runners) = await TotalsAsync(clock.Name, after, until, cancellationToken);
        var incidents = outbox
            .Between(after, until)
            .Where(incident =>
                incident.Kind != IncidentKind.Finished && rules.IsOf(clock.Name, incident.Runner)
            )
            .ToArray();
        if (incidents.Length == 0 && !clock.IsDigestAlways)
        {
            return null;
        }

        var troubles = new List<string>();
        foreach (var incident in incidents)
        {
            troubles.Add(await TroubleAsync(incident, clock, until, cancellationToken));
        }

        var id = string.Create(
            CultureInfo.InvariantCulture,
            $"digest-{until.UtcTicks}-{clock.Name}"
        );
        return new Message
        {
            IncidentId = id,
            Event = IncidentEvent.Digest,
            Kind = incidents.Length == 0 ? IncidentKind.Finished : incidents[0].Kind,
            Title = string.Create(
                CultureInfo.InvariantCulture,
                $"{clock.Local(until):HH:mm}: {(troubles.Count == 0 ? "all is well" : troubles.Count == 1 ? "1 thing went wrong" : $"{troubles.Count} things went wrong")}"
            ),
            Text = Text(Runs(totals, runners), troubles, [.. totals.Pnl.Select(Amount)]),
            Since = after,
            ResolvedAt = until,
            Link = composer.LinkTo("/"),
        };
    }

    private static string Text(string runs, List<string> troubles, string[] amounts) =>
        troubles.Count <= MostInSentence
            ? string.Join(", ", [runs, .. troubles, .. amounts])
            : $"{string.Join(", ", [runs, .. amounts])}\n{MessageComposer.Lines(troubles)}";

    /// <summary>The runs that started in that time, of the runners that the channel is told of.</summary>
    private async Task<(SessionTotals Totals, int Runners)> TotalsAsync(
        string channel,
        DateTimeOffset after,
        DateTimeOffset until,
        CancellationToken cancellationToken
    )
    {
        var sum = new SessionTotals.Builder();
        var count = 0;
        var query = new RunnerQuery { Limit = PageSize };
        do
        {
            var page = await reader.RunnersAsync(query, cancellationToken);
            foreach (
                var runner in page.Items.Where(runner =>
                    rules.IsOf(channel, runner.Name)
                    && runner.Newest.Any(session => session.StartedAt >= after)
                )
            )
            {
                var totals = await reader.TotalsAsync(
                    new SessionQuery
                    {
                        RunnerName = runner.Name,
                        From = after,
                        To = until,
                    },
                    cancellationToken
                );
                count += totals.Count > 0 ? 1 : 0;
                sum.Add(totals);
            }

            query = query with { Cursor = page.Next };
        } while (query.Cursor is not null);

        return (sum.Build(), count);
    }

    private static string Runs(SessionTotals totals, int runners)
    {
        if (totals.Count == 0)
        {
            return "no runs";
        }

        var parts = new List<string>
        {
            $"{Count(totals.Count, "run")} of {Count(runners, "runner")}",
        };
        var succeeded = Of(SessionStatus.Success);
        parts.Add(succeeded == totals.Count ? "all succeeded" : $"{Number(succeeded)} succeeded");
        if (Of(SessionStatus.Cancelled) is > 0 and var cancelled)
        {
            parts.Add($"{Number(cancelled)} cancelled");
        }

        return string.Join(", ", parts);

        long Of(SessionStatus status) => totals.ByStatus.GetValueOrDefault(status);
    }

    private async Task<string> TroubleAsync(
        Incident incident,
        ChannelClock clock,
        DateTimeOffset until,
        CancellationToken cancellationToken
    )
    {
        var since = Time(incident.Since, clock, until);
        var end =
            incident.ResolvedAt is { } resolved && resolved <= until
                ? Time(resolved, clock, until)
                : null;
        switch (incident.Kind)
        {
            case IncidentKind.Overdue:
                return $"{incident.Runner} overdue "
                    + (end is null ? $"since {since}" : $"from {since} to {end}");
            case IncidentKind.TelemetryDown:
                return "collector not heard "
                    + (end is null ? $"since {since}" : $"from {since} to {end}");
        }

        var session = incident.SessionId is { } id
            ? await reader.FindAsync(id, cancellationToken)
            : null;
        var reason = incident.Kind
            is IncidentKind.Failed
                or IncidentKind.Error
                or IncidentKind.Timeout
            ? session?.Reason?.Text
            : null;
        return $"{incident.Runner} {MessageComposer.Word(incident.Kind)} at {since}: "
            + (reason ?? incident.Sentence).TrimEnd('.')
            + (end is null ? "" : $" (well again at {end})");
    }

    private static string Time(DateTimeOffset moment, ChannelClock clock, DateTimeOffset until)
    {
        var (local, last) = (clock.Local(moment), clock.Local(until));
        return local.ToString(
            last - local < TimeSpan.FromDays(1) ? "HH:mm" : "d MMM HH:mm",
            CultureInfo.InvariantCulture
        );
    }

    private static string Amount((string Currency, double Amount) sum) =>
        Money.SignedWithCode(sum.Amount, sum.Currency);

    private static string Count(long count, string what) =>
        count == 1 ? $"1 {what}" : $"{Number(count)} {what}s";

    private static string Number(long number) =>
        number.ToString("N0", CultureInfo.InvariantCulture);
}
