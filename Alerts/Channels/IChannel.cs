using Alerts.Outbox;

namespace Alerts.Channels;

/// <summary>A way to tell somebody. Sends a message once, or throws <see cref="DeliveryException"/>.</summary>
internal interface IChannel
{
    string Name { get; }

    /// <summary>How often what is open is sent again, to a receiver that forgets when it restarts; null for others.</summary>
    TimeSpan? RepeatsAfter => null;

    /// <param name="message">What to tell.</param>
    /// <param name="id">Idempotency key, for receivers that know one.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    Task SendAsync(Message message, string id, CancellationToken cancellationToken);
}

/// <summary>A message was not delivered. The text names neither address nor secret.</summary>
/// <param name="message">Why.</param>
/// <param name="isLasting">Whether the same message will be refused again.</param>
internal sealed class DeliveryException(
    string message,
    bool isLasting = false,
    Exception? inner = null
) : Exception(message, inner)
{
    public bool IsLasting => isLasting;
}
