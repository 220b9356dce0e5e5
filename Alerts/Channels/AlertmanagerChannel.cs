using System.Globalization;
using System.Text.Json;
using Alerts.Configuration;
using Alerts.Outbox;
using Sessions;

namespace Alerts.Channels;

/// <summary>Prometheus Alertmanager, API v2: an alert that lasts until it is resolved.</summary>
internal sealed class AlertmanagerChannel(
    string name,
    ChannelOptions options,
    HttpClient client,
    TimeProvider time
) : HttpChannel(name, options, client)
{
    /// <summary>Without an end the Alertmanager takes an alert for resolved after five minutes.</summary>
    private static readonly TimeSpan Lasts = TimeSpan.FromDays(30);

    /// <summary>How long it shows what is over already: longer than it usually waits before it tells.</summary>
    private static readonly TimeSpan Shown = TimeSpan.FromMinutes(5);

    /// <summary>It keeps its alerts in memory, and takes one that it has already for the same.</summary>
    public override TimeSpan? RepeatsAfter => TimeSpan.FromMinutes(1);

    protected override HttpRequestMessage Request(Message message, string id)
    {
        // Its labels are what an alert is known by: they must not change when it gets worse or ends.
        var labels = new Dictionary<string, string>
        {
            ["alertname"] = message.Event is IncidentEvent.Test ? "TestMessage" : "SessionIncident",
            ["incident"] = message.IncidentId,
        };
        if (message.Runner is { } runner)
        {
            labels["runner"] = runner;
        }

        DateTimeOffset? end = message.Event switch
        {
            IncidentEvent.Resolved => message.ResolvedAt,
            // It tells people only of what is firing.
            IncidentEvent.Passed or IncidentEvent.Summary or IncidentEvent.Test =>
                message.ResolvedAt + Shown,
            _ => time.GetUtcNow() + Lasts,
        };
        var alert = new
        {
            labels,
            annotations = new Dictionary<string, string>
            {
                ["summary"] = message.Title,
                ["description"] = message.Text,
                ["kind"] = Words.Kind(message) ?? "summary",
            },
            startsAt = Time(message.Since),
            endsAt = Time(end ?? message.Since),
            generatorURL = message.Link,
        };
        return Post(
            $"{Options.Url!.TrimEnd('/')}/api/v2/alerts",
            JsonSerializer.Serialize(new[] { alert }, Json.Options)
        );
    }

    private static string Time(DateTimeOffset moment) =>
        moment.UtcDateTime.ToString("O", CultureInfo.InvariantCulture);
}
