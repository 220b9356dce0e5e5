namespace Alerts.Outbox;

/// <summary>A browser's push endpoint, and the keys that only it can read messages with.</summary>
/// <param name="Endpoint">Where the browser's push service takes messages for it.</param>
/// <param name="P256dh">Its public key, base64url.</param>
/// <param name="Auth">Its secret, base64url.</param>
internal sealed record Subscriber(string Endpoint, string P256dh, string Auth);

/// <summary>Browsers that subscribed.</summary>
internal sealed partial class OutboxFile
{
    /// <summary>How many browsers may subscribe.</summary>
    public const int MostSubscribers = 100;

    /// <summary>All of them, the oldest first.</summary>
    public IReadOnlyList<Subscriber> Subscribers() =>
        Read(
            "SELECT endpoint, p256dh, auth FROM subscription ORDER BY created",
            row => new Subscriber(row.GetString(0), row.GetString(1), row.GetString(2))
        );

    /// <returns>False when there are <see cref="MostSubscribers"/> others.</returns>
    public bool Subscribe(Subscriber subscriber, DateTimeOffset now)
    {
        lock (_gate)
        {
            var others = Scalar(
                "SELECT count(*) FROM subscription WHERE endpoint <> $endpoint",
                ("$endpoint", subscriber.Endpoint)
            );
            if (others >= MostSubscribers)
            {
                return false;
            }

            Execute(
                "INSERT OR REPLACE INTO subscription VALUES ($endpoint, $p256dh, $auth, $now)",
                ("$endpoint", subscriber.Endpoint),
                ("$p256dh", subscriber.P256dh),
                ("$auth", subscriber.Auth),
                ("$now", now.UtcTicks)
            );
            return true;
        }
    }

    public void Unsubscribe(string endpoint) =>
        Execute("DELETE FROM subscription WHERE endpoint = $endpoint", ("$endpoint", endpoint));

    /// <summary>The endpoints that have a message already.</summary>
    public IReadOnlyList<string> PushedTo(string delivery) =>
        Read(
            "SELECT endpoint FROM pushed WHERE delivery = $delivery",
            row => row.GetString(0),
            ("$delivery", delivery)
        );

    /// <summary>An endpoint has a message.</summary>
    public void Pushed(string delivery, string endpoint) =>
        Execute(
            "INSERT OR IGNORE INTO pushed VALUES ($delivery, $endpoint)",
            ("$delivery", delivery),
            ("$endpoint", endpoint)
        );
}
