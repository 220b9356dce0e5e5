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
    private const int MostLines = 20;

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
            Sentence =
                incident.Kind == IncidentKind.CheckFailed
                    ? await FailedCheckAsync(session, cancellationToken)
                    : Verdict.Of(session, runners.Context(RunnerHistory.Empty)).Sentence,
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
                $"{passed.Count} {(first.Kind == IncidentKind.Finished ? "sessions finished" : "failures were over before they could be told")}"
            ),
            Text = Lines(
                passed.Select(incident =>
                    $"{incident.Runner} {Word(incident.Kind)} at {Moment(incident.Since)}: {incident.Sentence}"
                )
            ),
            Since = passed.Min(incident => incident.Since),
            ResolvedAt = first.ResolvedAt,
            Link = LinkTo("/runners"),
        };
    }

    /// <summary>At most <see cref="MostLines"/> lines; the others are counted.</summary>
    internal static string Lines(IEnumerable<string> lines)
    {
        var all = lines.ToList();
        return string.Join('\n', all.Take(MostLines))
            + (
                all.Count > MostLines
                    ? string.Create(
                        CultureInfo.InvariantCulture,
                        $"\nand {all.Count - MostLines} more"
                    )
                    : ""
            );
    }

    /// <summary>An address of the dashboard; null when it is not known.</summary>
    internal string? LinkTo(string path) =>
        dashboardUrl is null ? null : $"{dashboardUrl.TrimEnd('/')}{path}";

    internal static string Word(IncidentKind kind) =>
        kind switch
        {
            IncidentKind.Late => "is late",
            IncidentKind.Hung => "hangs",
            IncidentKind.Lost => "is lost",
            IncidentKind.Failed => "failed",
            IncidentKind.Error => "stopped by an error",
            IncidentKind.Timeout => "stopped at its time limit",
            IncidentKind.Overdue => "is overdue",
            IncidentKind.CheckFailed => "has a failed check",
            IncidentKind.Figure => "is beyond a limit",
            IncidentKind.Finished => "finished",
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
            IncidentEvent.Passed when incident.Kind == IncidentKind.Finished => $"{who} finished",
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
        LinkTo(
            incident.SessionId is { } id ? $"/sessions/{Uri.EscapeDataString(id)}"
            : incident.Runner is { } runner ? $"/runners/{Uri.EscapeDataString(runner)}"
            : "/"
        );

    private async Task<string> FailedCheckAsync(
        SessionState session,
        CancellationToken cancellationToken
    )
    {
        var page = await reader.EventsAsync(
            new EventQuery
            {
                SessionId = session.Id,
                Types = [EventType.Checkpoint],
                Levels = [EventLevel.Warning, EventLevel.Error],
            },
            cancellationToken
        );
        var failed = page
            .Items.Select(stored => stored.Event)
            .FirstOrDefault(checkpoint => checkpoint.Status == EventStatus.Fail);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{(failed?.Checkpoint is { } name ? $"Check {name} failed" : "A check failed")}{(failed?.Message is { Length: > 0 } why ? $": {why.TrimEnd('.')}" : "")}; {session.Counts.Failed} of {session.Counts.Checkpoints} checks failed."
        );
    }

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
