using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Alerts.Configuration;
using Alerts.Outbox;
using Sessions;

namespace Alerts.Channels;

/// <summary>
/// A CloudEvent 1.0 in JSON. Signed as <c>standardwebhooks.com</c> says where the channel has a secret: HMAC-SHA256 over
/// id, time and body.
/// </summary>
internal sealed class WebhookChannel(
    string name,
    ChannelOptions options,
    HttpClient client,
    TimeProvider time
) : HttpChannel(name, options, client)
{
    protected override HttpRequestMessage Request(Message message, string id)
    {
        var now = time.GetUtcNow();
        var body = JsonSerializer.Serialize(
            new
            {
                specversion = "1.0",
                id,
                source = "/live-sessions/alerts",
                type = message.Event == IncidentEvent.Digest
                    ? "live_sessions.digest"
                    : $"live_sessions.incident.{Words.Event(message)}",
                subject = message.Runner,
                time = now.UtcDateTime.ToString("O", CultureInfo.InvariantCulture),
                datacontenttype = "application/json",
                data = new
                {
                    incident_id = message.IncidentId,
                    kind = Words.Kind(message),
                    runner = message.Runner,
                    session_id = message.SessionId,
                    title = message.Title,
                    text = message.Text,
                    since = message.Since.UtcDateTime,
                    resolved_at = message.ResolvedAt?.UtcDateTime,
                    link = message.Link,
                    last_events = message.LastEvents,
                },
            },
            Json.Options
        );
        var request = Post(Options.Url!, body, "application/cloudevents+json");
        request.Headers.Add("Idempotency-Key", id);
        request.Headers.Add("webhook-id", id);
        if (Options.Secret is { Length: > 0 } secret)
        {
            var timestamp = now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
            request.Headers.Add("webhook-timestamp", timestamp);
            request.Headers.Add(
                "webhook-signature",
                $"v1,{Convert.ToBase64String(HMACSHA256.HashData(Key(secret), Encoding.UTF8.GetBytes($"{id}.{timestamp}.{body}")))}"
            );
        }

        return request;
    }

    /// <summary>A secret behind <c>whsec_</c> is base64, any other is its text.</summary>
    internal static byte[] Key(string secret)
    {
        const string prefix = "whsec_";
        return secret.StartsWith(prefix, StringComparison.Ordinal)
            ? Convert.FromBase64String(secret[prefix.Length..])
            : Encoding.UTF8.GetBytes(secret);
    }
}
