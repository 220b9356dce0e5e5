using System.Globalization;
using Alerts.Incidents;
using Alerts.Outbox;
using Sessions;

namespace Alerts.Watch;

/// <summary>Says what happened, why, since when, and where to look.</summary>
internal sealed class MessageComposer(
    ISessionReader reader,
    RunnersNow runners,
    string? dashboardUrl
)
{
    private const int LastEvents = 5;

    /// <summary>Completes an incident with what its session says.</summary>
    public async ValueTask<Incident> WithSentenceAsync(
        Incident incident,
        CancellationToken cancellationToken
    )
    {
        if (
            incident.Sentence.Length > 0
            || incident.SessionId is not { } id
            || await reader.FindAsync(id, cancellationToken) is not { } session
        )
        {
            return incident;
        }

        return incident with
        {
            Sentence = Verdict.Of(session, runners.Context(RunnerHistory.Empty)).Sentence,
        };
    }

    public async ValueTask<Message> ComposeAsync(
        IncidentChange change,
        CancellationToken cancellationToken
    )
    {
        var incident = change.Incident;
        return new Message
        {
            IncidentId = incident.Id,
            Event = change.Event,
            Kind = incident.Kind,
            Title = Title(change),
            Text = Text(change),
            Runner = incident.Runner,
            SessionId = incident.SessionId,
            Since = incident.Since,
            ResolvedAt = incident.ResolvedAt,
            Link = Link(incident),
            LastEvents =
                change.Event is IncidentEvent.Opened or IncidentEvent.Escalated
                && incident.SessionId is { } id
                    ? await LastEventsAsync(id, cancellationToken)
                    : [],
        };
    }

    /// <summary>Several incidents that were over before anybody was told.</summary>
    public Message Summarise(IReadOnlyList<Incident> passed)
    {
        var first = passed[0];
        return new Message
        {
            IncidentId = first.Id,
            Event = IncidentEvent.Summary,
            Kind = first.Kind,
            Title = string.Create(
                CultureInfo.InvariantCulture,
                $"{passed.Count} failures were over before they could be told"
            ),
            Text = string.Join(
                '\n',
                passed
                    .Take(20)
                    .Select(incident =>
                        $"{incident.Runner} {Word(incident.Kind)} at {Moment(incident.Since)}: {incident.Sentence}"
                    )
            ),
            Since = passed.Min(incident => incident.Since),
            ResolvedAt = first.ResolvedAt,
            Link = dashboardUrl is null ? null : $"{dashboardUrl.TrimEnd('/')}/runners",
        };
    }

    internal static string Word(IncidentKind kind) =>
        kind switch
        {
            IncidentKind.Hung => "hangs",
            IncidentKind.Lost => "is lost",
            IncidentKind.Failed => "failed",
            IncidentKind.Error => "stopped by an error",
            IncidentKind.Timeout => "stopped at its time limit",
            IncidentKind.Overdue => "is overdue",
            _ => "cannot be heard",
        };

    private static string Title(IncidentChange change)
    {
        var incident = change.Incident;
        var who = incident.Runner ?? "Telemetry";
        return change.Event switch
        {
            IncidentEvent.Resolved =>
                $"{who} recovered after {HumanDuration.Of(incident.ResolvedAt!.Value - incident.Since)}",
            IncidentEvent.Passed => $"{who} {Word(incident.Kind)}, and recovered",
            IncidentEvent.Escalated => $"{who} {Word(incident.Kind)} now",
            _ => $"{who} {Word(incident.Kind)}",
        };
    }

    private static string Text(IncidentChange change)
    {
        var incident = change.Incident;
        return change.Event == IncidentEvent.Resolved
            ? $"It is well again. Before, since {Moment(incident.Since)}: {incident.Sentence}"
            : $"{incident.Sentence}\nSince {Moment(incident.Since)}.";
    }

    private string? Link(Incident incident) =>
        dashboardUrl is not { } url ? null
        : incident.SessionId is { } id ? $"{url.TrimEnd('/')}/sessions/{Uri.EscapeDataString(id)}"
        : incident.Runner is { } runner
            ? $"{url.TrimEnd('/')}/runners/{Uri.EscapeDataString(runner)}"
        : url;

    private async Task<string[]> LastEventsAsync(string id, CancellationToken cancellationToken)
    {
        var page = await reader.EventsAsync(
            new EventQuery
            {
                SessionId = id,
                Levels = [EventLevel.Warning, EventLevel.Error],
                Limit = LastEvents,
            },
            cancellationToken
        );
        return
        [
            .. page
                .Items.Reverse()
                .Select(stored => stored.Event)
                .Select(e =>
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{e.Timestamp.UtcDateTime:HH:mm:ss} {WireName.Of(e.Level)} {e.Message ?? e.Checkpoint ?? e.ErrorType ?? WireName.Of(e.Type)}"
                    )
                ),
        ];
    }

    private static string Moment(DateTimeOffset moment) =>
        moment.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);
}
