using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Alerts.Tests;

namespace ProcessTests.Alerts;

/// <summary>A receiver for each kind of channel: a real mail server, a real Alertmanager where there is one, and HTTP.</summary>
internal sealed partial class SevenChannels : IAsyncDisposable
{
    private static readonly string[] Chats = ["webhook", "ntfy", "slack", "teams", "discord"];

    private readonly Receiver _http;
    private readonly MailServer _mail;
    private readonly RealAlertmanager? _alertmanager;

    private SevenChannels(Receiver http, MailServer mail, RealAlertmanager? alertmanager) =>
        (_http, _mail, _alertmanager) = (http, mail, alertmanager);

    public IEnumerable<string> Names =>
        [.. Chats, "email", .. _alertmanager is null ? [] : (string[])["alertmanager"]];

    /// <summary>The alerter's settings for them.</summary>
    public IEnumerable<string> Settings
    {
        get
        {
            foreach (var chat in Chats)
            {
                yield return $"--Alerts:Channels:{chat}:Url={_http.Url}/{chat}/topic";
            }

            if (_alertmanager is not null)
            {
                yield return $"--Alerts:Channels:alertmanager:Url={_alertmanager.Url}";
            }

            foreach (var name in Names)
            {
                yield return $"--Alerts:Channels:{name}:Type={name}";
                yield return $"--Alerts:Channels:{name}:AllowPrivateAddress=true";
            }

            yield return "--Alerts:Channels:email:Host=127.0.0.1";
            yield return $"--Alerts:Channels:email:Port={_mail.Port}";
            yield return "--Alerts:Channels:email:Tls=false";
            yield return "--Alerts:Channels:email:From=alerts@example.org";
            yield return "--Alerts:Channels:email:To=me@example.org";
        }
    }

    public static async Task<SevenChannels> StartAsync()
    {
        var http = await Receiver.StartAsync();
        return new SevenChannels(
            http,
            await MailServer.StartAsync(),
            RealAlertmanager.Missing is null
                ? await RealAlertmanager.StartAsync($"{http.Url}/alertmanager/notified")
                : null
        );
    }

    /// <summary>
    /// The titles that a channel was told, without durations, in order. What was over when it was noticed counts as told
    /// and recovered: on a busy machine that may come to the same.
    /// </summary>
    public IReadOnlyList<string> Told(string channel) =>
        [
            .. Titles(channel)
                .Select(title => Duration().Replace(title, "recovered"))
                .SelectMany(title =>
                    title.EndsWith(", and recovered", StringComparison.Ordinal)
                        ? [title[..^15], $"{title.Split(' ')[0]} recovered"]
                        : (string[])[title]
                ),
        ];

    public async ValueTask DisposeAsync()
    {
        if (_alertmanager is not null)
        {
            await _alertmanager.DisposeAsync();
        }

        await _mail.DisposeAsync();
        await _http.DisposeAsync();
    }

    private IEnumerable<string> Titles(string channel) =>
        channel == "email"
            ? _mail.Mails.Select(mail => (mail.Subject ?? "").Split(' ', 2)[^1])
            : _http
                .Requests.Where(sent =>
                    sent.Path.StartsWith($"/{channel}/", StringComparison.Ordinal)
                )
                .Select(sent => Title(channel, JsonNode.Parse(sent.Body)!));

    private static string Title(string channel, JsonNode body) =>
        channel switch
        {
            "webhook" => (string?)body["data"]!["title"],
            "ntfy" => (string?)body["title"],
            "slack" => Bold().Match((string?)body["text"] ?? "").Groups[1].Value,
            "discord" => Bold().Match((string?)body["content"] ?? "").Groups[1].Value,
            "teams" => ((string?)body["attachments"]![0]!["content"]!["body"]![0]!["text"])?.Split(
                ' ',
                2
            )[1],
            _ => (string?)body["alerts"]![0]!["annotations"]!["summary"],
        } ?? "";

    [GeneratedRegex(@"\*+([^*]+)\*+")]
    private static partial Regex Bold();

    [GeneratedRegex("recovered after .*$")]
    private static partial Regex Duration();
}
