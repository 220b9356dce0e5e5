using Microsoft.Data.Sqlite;

namespace Alerts.Outbox;

/// <summary>Messages on their way.</summary>
internal sealed partial class OutboxFile
{
    /// <summary>The channels that were told of an incident, or will be.</summary>
    public IReadOnlyList<string> ChannelsOf(string incident) =>
        Read(
            "SELECT DISTINCT channel FROM delivery WHERE incident = $incident",
            row => row.GetString(0),
            ("$incident", incident)
        );

    /// <summary>
    /// The next due message of a channel; null if no message is due. The messages of an incident are sent in order: a
    /// later one waits for the earlier ones.
    /// </summary>
    public Delivery? NextDue(string channel, DateTimeOffset now) =>
        Read(
                """
                SELECT id, message, created, attempts FROM delivery AS d
                WHERE channel = $channel AND due <= $now AND NOT EXISTS (
                  SELECT 1 FROM delivery AS e
                  WHERE e.incident = d.incident AND e.channel = d.channel AND e.no < d.no AND e.due IS NOT NULL)
                ORDER BY no LIMIT 1
                """,
                row => ToDelivery(row, channel, row.GetInt32(3)),
                ("$channel", channel),
                ("$now", now.UtcTicks)
            )
            .FirstOrDefault();

    /// <summary>What a channel was told last of each incident that is open and of which it was told.</summary>
    public IReadOnlyList<Delivery> ToldOfOpen(string channel) =>
        Read(
            """
            SELECT d.id, d.message, d.created, max(d.no) FROM delivery AS d JOIN incident AS i ON i.id = d.incident
            WHERE d.channel = $channel AND d.delivered IS NOT NULL AND i.resolved IS NULL GROUP BY d.incident
            """,
            row => ToDelivery(row, channel, attempts: 0),
            ("$channel", channel)
        );

    /// <summary>What waits for the end of a channel's quiet hours, in order.</summary>
    public IReadOnlyList<Delivery> Held(string channel) =>
        Read(
            "SELECT id, message, created FROM delivery WHERE channel = $channel AND held = 1 ORDER BY no",
            row => ToDelivery(row, channel, attempts: 0),
            ("$channel", channel)
        );

    /// <summary>It was delivered.</summary>
    public void Delivered(string id, DateTimeOffset now) =>
        Execute(
            "UPDATE delivery SET due = NULL, delivered = $now, problem = NULL WHERE id = $id",
            ("$id", id),
            ("$now", now.UtcTicks)
        );

    /// <summary>It was not delivered; it is tried again then, or given up.</summary>
    public void Failed(string id, string problem, DateTimeOffset? again) =>
        Execute(
            "UPDATE delivery SET attempts = attempts + 1, due = $due, problem = $problem WHERE id = $id",
            ("$id", id),
            ("$due", again?.UtcTicks),
            ("$problem", problem)
        );

    /// <summary>For each channel how many messages wait, and how many were given up.</summary>
    public IReadOnlyList<(string Channel, long Waiting, long Dead)> Counts() =>
        Read(
            """
            SELECT channel, count(due), sum(due IS NULL AND delivered IS NULL AND held = 0)
            FROM delivery GROUP BY channel
            """,
            row => (row.GetString(0), row.GetInt64(1), row.GetInt64(2))
        );

    /// <summary>When the oldest message that waits to be sent was created; null if no message waits.</summary>
    public DateTimeOffset? OldestWaiting() =>
        Read(
            "SELECT min(created) FROM delivery WHERE due IS NOT NULL",
            row => row.IsDBNull(0) ? (DateTimeOffset?)null : Moment(row.GetInt64(0))
        )[0];

    /// <summary>Removes what is over and was delivered or given up before a moment.</summary>
    public void Prune(DateTimeOffset before) =>
        Execute(
            """
            DELETE FROM delivery WHERE due IS NULL AND held <> 1 AND created < $before;
            DELETE FROM incident WHERE resolved < $before;
            DELETE FROM pushed WHERE delivery NOT IN (SELECT id FROM delivery);
            """,
            ("$before", before.UtcTicks)
        );

    /// <param name="row">Id, message, and when it was created.</param>
    private static Delivery ToDelivery(SqliteDataReader row, string channel, int attempts) =>
        new(
            row.GetString(0),
            channel,
            Message.Parse(row.GetString(1)),
            Moment(row.GetInt64(2)),
            attempts
        );

    private void Put(Delivery delivery) =>
        Execute(
            """
            INSERT OR IGNORE INTO delivery (id, channel, incident, message, created, due, held)
            VALUES ($id, $channel, $incident, $message, $created, iif($held, NULL, $created), $held)
            """,
            ("$id", delivery.Id),
            ("$channel", delivery.Channel),
            ("$incident", delivery.Message.IncidentId),
            ("$message", delivery.Message.ToJson()),
            ("$created", delivery.CreatedAt.UtcTicks),
            ("$held", delivery.IsHeld ? 1 : 0)
        );
}
