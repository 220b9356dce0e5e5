using System.Net;
using System.Text;
using System.Text.Json;
using Alerts.Configuration;
using Alerts.Outbox;
using Lib.Net.Http.WebPush;
using Lib.Net.Http.WebPush.Authentication;

namespace Alerts.Channels;

/// <summary>
/// Notifications in browsers that subscribed. Each browser gets a message once: those that have it are remembered while
/// it is tried for the others. A browser whose push service does not know it any more is forgotten.
/// </summary>
internal sealed class PushChannel : IChannel
{
    /// <summary>Push services take 4096 bytes, encryption included.</summary>
    private const int MostTextBytes = 2500;

    private const int MostTitleCharacters = 200;

    /// <summary>Push services know topics of this length.</summary>
    private const int MostTopicCharacters = 32;

    private static readonly TimeSpan Kept = TimeSpan.FromDays(1);

    private readonly OutboxFile _outbox;
    private readonly PushServiceClient _client;

    /// <exception cref="ConfigurationException">A setting is missing or wrong.</exception>
    public PushChannel(string name, ChannelOptions options, HttpClient client, OutboxFile outbox)
    {
        Name = name;
        _outbox = outbox;
        AllowsPrivateAddress = options.AllowPrivateAddress;
        var key = $"Alerts:Channels:{name}";
        Require(PushKeys.IsPublic(options.PublicKey), $"{key}:PublicKey", "what keys prints");
        Require(PushKeys.IsPrivate(options.PrivateKey), $"{key}:PrivateKey", "what keys prints");
        Require(
            Uri.TryCreate(options.Subject, UriKind.Absolute, out var subject)
                && subject.Scheme is "mailto" or "https",
            $"{key}:Subject",
            "mailto: and your address"
        );
        PublicKey = options.PublicKey!;
        _client = new PushServiceClient(client)
        {
            AutoRetryAfter = false,
            DefaultAuthentication = new VapidAuthentication(PublicKey, options.PrivateKey)
            {
                Subject = options.Subject,
            },
        };
    }

    public string Name { get; }

    public string PublicKey { get; }

    /// <summary>Whether endpoints may be on this machine, and without encryption.</summary>
    public bool AllowsPrivateAddress { get; }

    public async Task SendAsync(Message message, string id, CancellationToken cancellationToken)
    {
        var done = _outbox.PushedTo(id);
        DeliveryException? problem = null;
        foreach (
            var subscriber in _outbox
                .Subscribers()
                .Where(subscriber => !done.Contains(subscriber.Endpoint))
        )
        {
            try
            {
                if (await TrySendAsync(subscriber, message, cancellationToken))
                {
                    _outbox.Pushed(id, subscriber.Endpoint);
                }
                else
                {
                    _outbox.Unsubscribe(subscriber.Endpoint);
                }
            }
            catch (DeliveryException one)
            {
                problem = one;
            }
        }

        if (problem is not null)
        {
            throw problem;
        }
    }

    /// <returns>False when the push service does not know the browser any more.</returns>
    private async Task<bool> TrySendAsync(
        Subscriber subscriber,
        Message message,
        CancellationToken cancellationToken
    )
    {
        var subscription = new PushSubscription { Endpoint = subscriber.Endpoint };
        subscription.SetKey(PushEncryptionKeyName.P256DH, subscriber.P256dh);
        subscription.SetKey(PushEncryptionKeyName.Auth, subscriber.Auth);
        try
        {
            await _client.RequestPushMessageDeliveryAsync(
                subscription,
                Push(message),
                cancellationToken
            );
            return true;
        }
        catch (PushServiceClientException refused)
            when (refused.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Gone)
        {
            return false;
        }
        catch (PushServiceClientException refused)
        {
            // Not with what it says inside: that has the endpoint, which is a secret.
            throw new DeliveryException(
                $"The push service answers {(int)refused.StatusCode} {refused.StatusCode}."
            );
        }
        catch (HttpRequestException away)
        {
            throw away.InnerException as DeliveryException
                ?? new DeliveryException($"No connection ({away.HttpRequestError}).");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new DeliveryException("No answer in time.");
        }
    }

    private static PushMessage Push(Message message) =>
        new(
            JsonSerializer.Serialize(
                new
                {
                    title = Cut(message.Title, MostTitleCharacters),
                    text = CutBytes(message.Text),
                    link = message.Link,
                    tag = message.IncidentId,
                },
                Json.Options
            )
        )
        {
            TimeToLive = (int)Kept.TotalSeconds,
            Urgency = message.IsGood ? PushMessageUrgency.Normal : PushMessageUrgency.High,
            // What a browser that is off was to be told before is replaced.
            Topic = message.IncidentId.Length <= MostTopicCharacters ? message.IncidentId : null,
        };

    private static string CutBytes(string text)
    {
        var cut = text;
        while (Encoding.UTF8.GetByteCount(cut) > MostTextBytes)
        {
            cut = Cut(cut, Math.Min(cut.Length - 1, MostTextBytes) * 3 / 4);
        }

        return cut;
    }

    private static string Cut(string text, int most) =>
        text.Length <= most
            ? text
            : text[..(char.IsHighSurrogate(text[most - 1]) ? most - 1 : most)] + "…";

    private static void Require(bool isGood, string key, string fix)
    {
        if (!isGood)
        {
            throw new ConfigurationException($"{key} is missing or wrong; write {fix}.");
        }
    }
}
