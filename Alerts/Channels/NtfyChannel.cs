using System.Text.Json;
using Alerts.Configuration;
using Alerts.Outbox;

namespace Alerts.Channels;

/// <summary>ntfy: a notification on the phone. The last part of the address is the topic.</summary>
internal sealed class NtfyChannel(string name, ChannelOptions options, HttpClient client)
    : HttpChannel(name, options, client)
{
    protected override HttpRequestMessage Request(Message message, string id)
    {
        var topic = new Uri(Options.Url!);
        var parts = topic.AbsolutePath.TrimEnd('/');
        var at = parts.LastIndexOf('/');
        return Post(
            new Uri(topic, parts[..(at + 1)]).ToString(),
            JsonSerializer.Serialize(
                new
                {
                    topic = Uri.UnescapeDataString(parts[(at + 1)..]),
                    title = message.Title,
                    message = message.Text,
                    priority = message.IsGood ? 3 : 4,
                    tags = new[] { message.IsGood ? "white_check_mark" : "warning" },
                    click = message.Link,
                },
                Json.Options
            )
        );
    }
}
