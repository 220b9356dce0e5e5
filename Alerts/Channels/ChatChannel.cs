using System.Text.Json;
using Alerts.Configuration;
using Alerts.Outbox;

namespace Alerts.Channels;

/// <summary>Incoming webhooks of Slack, Microsoft Teams and Discord, and of whatever takes the same.</summary>
internal sealed class ChatChannel(string name, ChannelOptions options, HttpClient client)
    : HttpChannel(name, options, client)
{
    /// <summary>Discord takes no longer texts.</summary>
    private const int MostCharacters = 1900;

    protected override HttpRequestMessage Request(Message message, string id) =>
        Post(
            Options.Url!,
            JsonSerializer.Serialize(
                Options.Type switch
                {
                    "slack" => (object)new { text = Slack(message) },
                    "discord" => new
                    {
                        content = Cut(
                            $"{Words.Sign(message)} **{message.Title}**\n{message.Text}\n{message.Link}"
                        ),
                        allowed_mentions = new { parse = Array.Empty<string>() },
                    },
                    _ => Teams(message),
                },
                Json.Options
            )
        );

    private static string Slack(Message message) =>
        $"{Words.Sign(message)} *{Escaped(message.Title)}*\n{Escaped(message.Text)}"
        + (message.Link is { } link ? $"\n<{link}|Open>" : "");

    /// <summary>What a runner said must not become a mention or a link.</summary>
    private static string Escaped(string text) =>
        text.Replace("&", "&amp;", StringComparison.Ordinal)
            .Replace("<", "&lt;", StringComparison.Ordinal)
            .Replace(">", "&gt;", StringComparison.Ordinal);

    private static object Teams(Message message)
    {
        var body = new[]
        {
            new
            {
                type = "TextBlock",
                text = $"{Words.Sign(message)} {message.Title}",
                weight = "Bolder",
                wrap = true,
            },
            new
            {
                type = "TextBlock",
                text = message.Text,
                weight = "Default",
                wrap = true,
            },
        };
        var content = new Dictionary<string, object>
        {
            ["type"] = "AdaptiveCard",
            ["version"] = "1.4",
            ["body"] = body,
        };
        if (message.Link is { } url)
        {
            content["actions"] = new[]
            {
                new
                {
                    type = "Action.OpenUrl",
                    title = "Open",
                    url,
                },
            };
        }

        return new
        {
            type = "message",
            attachments = new[]
            {
                new { contentType = "application/vnd.microsoft.card.adaptive", content },
            },
        };
    }

    private static string Cut(string text) =>
        text.Length <= MostCharacters ? text : text[..MostCharacters] + "…";
}
