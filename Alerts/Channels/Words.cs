using Alerts.Outbox;
using Sessions;

namespace Alerts.Channels;

/// <summary>A message as text.</summary>
internal static class Words
{
    public static string Sign(Message message) =>
        message switch
        {
            { Event: IncidentEvent.Test } => "🔔",
            { Event: IncidentEvent.Digest } => "📋",
            { IsGood: true } => "✅",
            { Kind: IncidentKind.Late or IncidentKind.Hung or IncidentKind.TelemetryDown } => "⚠️",
            _ => "❌",
        };

    /// <summary>Title, text and link, a line each.</summary>
    public static string Plain(Message message) =>
        string.Join(
            '\n',
            new[] { message.Title, message.Text, message.Link }.Where(line =>
                !string.IsNullOrEmpty(line)
            )
        );

    /// <summary>Null for a message that is about several things.</summary>
    public static string? Kind(Message message) =>
        message.Event is IncidentEvent.Digest or IncidentEvent.Summary
            ? null
            : WireName.Of(message.Kind);

    public static string Event(Message message) => WireName.Of(message.Event);
}
