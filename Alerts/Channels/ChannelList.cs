using Alerts.Configuration;
using Alerts.Outbox;
using MimeKit;

namespace Alerts.Channels;

/// <summary>The channels of the settings, checked.</summary>
internal static class ChannelList
{
    private const string Types =
        "webhook, alertmanager, ntfy, slack, teams, discord, email or push";

    /// <exception cref="ConfigurationException">A setting is missing or wrong.</exception>
    public static IReadOnlyList<IChannel> Of(
        AlertOptions options,
        TimeProvider time,
        Func<OutboxFile> outbox
    )
    {
        var push = options.Channels.Where(pair => pair.Value.Type == "push").Skip(1).ToArray();
        return push.Length == 0
            ? [.. options.Channels.Select(pair => Of(pair.Key, pair.Value, time, outbox))]
            : throw new ConfigurationException(
                $"Alerts:Channels:{push[0].Key} is a second channel of type push; leave it out: browsers subscribe to one."
            );
    }

    private static IChannel Of(
        string name,
        ChannelOptions options,
        TimeProvider time,
        Func<OutboxFile> outbox
    )
    {
        var key = $"Alerts:Channels:{name}";
        if (options.Type == "push")
        {
            return new PushChannel(
                name,
                options,
                OutgoingHttp.Client(options.AllowPrivateAddress),
                outbox()
            );
        }

        if (options.Type == "email")
        {
            Require(
                !string.IsNullOrWhiteSpace(options.Host),
                $"{key}:Host",
                "name the mail server"
            );
            Require(
                MailboxAddress.TryParse(options.From ?? "", out _),
                $"{key}:From",
                "name the sender's address"
            );
            Require(
                InternetAddressList.TryParse(options.To ?? "", out var to) && to.Count > 0,
                $"{key}:To",
                "name the receivers' addresses"
            );
            return new MailChannel(name, options);
        }

        Require(
            options.Type
                is "webhook"
                    or "alertmanager"
                    or "ntfy"
                    or "slack"
                    or "teams"
                    or "discord",
            $"{key}:Type",
            $"write {Types}"
        );
        Require(
            Uri.TryCreate(options.Url, UriKind.Absolute, out var url)
                && url.Scheme is "http" or "https",
            $"{key}:Url",
            "write an address with http:// or https://"
        );
        Require(
            options.Type != "ntfy" || url!.AbsolutePath.Trim('/').Length > 0,
            $"{key}:Url",
            "end it with the topic, as in https://ntfy.sh/my-topic"
        );
        Require(IsKey(options.Secret), $"{key}:Secret", "what follows whsec_ must be base64");
        var client = OutgoingHttp.Client(options.AllowPrivateAddress);
        return options.Type switch
        {
            "webhook" => new WebhookChannel(name, options, client, time),
            "alertmanager" => new AlertmanagerChannel(name, options, client, time),
            "ntfy" => new NtfyChannel(name, options, client),
            _ => new ChatChannel(name, options, client),
        };
    }

    private static bool IsKey(string? secret)
    {
        try
        {
            _ = WebhookChannel.Key(secret ?? "");
            return true;
        }
        catch (FormatException)
        {
            return false;
        }
    }

    private static void Require(bool isGood, string key, string fix)
    {
        if (!isGood)
        {
            throw new ConfigurationException($"{key} is missing or wrong; {fix}.");
        }
    }
}
