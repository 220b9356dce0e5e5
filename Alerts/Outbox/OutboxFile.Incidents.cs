using Sessions;
using Sessions.Sqlite.Incidents;

namespace Alerts.Outbox;

/// <summary>What one look has found.</summary>
/// <param name="Incidents">New or changed.</param>
/// <param name="Deliveries">Messages about them.</param>
/// <param name="Seen">For runners the newest start that was looked at.</param>
internal sealed record Findings(
    IReadOnlyList<Incident> Incidents,
    IReadOnlyList<Delivery> Deliveries,
    IReadOnlyList<(string Runner, DateTimeOffset Start)> Seen
)
{
    /// <summary>Held messages that one of the deliveries sums up.</summary>
    public IReadOnlyList<string> Summarised { get; init; } = [];

    /// <summary>Held messages that are sent as they are.</summary>
    public IReadOnlyList<string> Released { get; init; } = [];

    /// <summary>Until when the reports of channels have told what happened.</summary>
    public IReadOnlyList<(string Channel, DateTimeOffset Until)> Digests { get; init; } = [];

    public bool IsEmpty =>
        Incidents.Count
            + Deliveries.Count
            + Seen.Count
            + Summarised.Count
            + Released.Count
            + Digests.Count
        == 0;
}

/// <summary>Incidents, and what was looked at.</summary>
internal sealed partial class OutboxFile
{
    private const string IncidentColumns =
        "id, key, kind, runner, session, since, opened, resolved, sentence, silence";

    /// <summary>Whether nothing was ever looked at.</summary>
    public bool IsNew() => Scalar("SELECT count(*) FROM looked") == 0;

    /// <summary>The incidents that are open.</summary>
    public IReadOnlyList<Incident> Open() =>
        Incidents($"SELECT {IncidentColumns} FROM incident WHERE resolved IS NULL ORDER BY opened");

    /// <summary>The newest incidents, newest first.</summary>
    public IReadOnlyList<Incident> Newest(int limit) =>
        Incidents(
            $"SELECT {IncidentColumns} FROM incident ORDER BY opened DESC LIMIT $limit",
            ("$limit", limit)
        );

    /// <summary>The incidents that were open between two moments, or noticed only later; oldest first.</summary>
    public IReadOnlyList<Incident> Between(DateTimeOffset after, DateTimeOffset until) =>
        Incidents(
            $"""
            SELECT {IncidentColumns} FROM incident
            WHERE since <= $until AND (resolved IS NULL OR resolved > $after) ORDER BY since, opened
            """,
            ("$after", after.UtcTicks),
            ("$until", until.UtcTicks)
        );

    /// <summary>How often something of this key has happened since a moment.</summary>
    public long CountSince(string key, DateTimeOffset moment) =>
        Scalar(
            "SELECT count(*) FROM incident WHERE key = $key AND opened >= $from",
            ("$key", key),
            ("$from", moment.UtcTicks)
        );

    /// <summary>Whether a session has an incident of a key, open or over.</summary>
    public bool HasSession(string key, string session) =>
        Scalar(
            "SELECT count(*) FROM incident WHERE session = $session AND key = $key",
            ("$session", session),
            ("$key", key)
        ) > 0;

    /// <summary>The newest start of each runner that was looked at.</summary>
    public Dictionary<string, DateTimeOffset> Seen() =>
        Read("SELECT runner, start FROM seen", row => (row.GetString(0), Moment(row.GetInt64(1))))
            .ToDictionary(pair => pair.Item1, pair => pair.Item2);

    /// <summary>Until when a channel's reports have told what happened; null before the first.</summary>
    public DateTimeOffset? DigestUntil(string channel) =>
        Read(
                "SELECT until FROM digest WHERE channel = $channel",
                row => (DateTimeOffset?)Moment(row.GetInt64(0)),
                ("$channel", channel)
            )
            .FirstOrDefault();

    /// <summary>What one look has found: all of it, or nothing.</summary>
    public void Commit(Findings found)
    {
        lock (_gate)
        {
            using var transaction = _connection.BeginTransaction();
            Execute("INSERT OR IGNORE INTO looked VALUES (1)");
            foreach (var incident in found.Incidents)
            {
                Put(incident);
            }

            foreach (var delivery in found.Deliveries)
            {
                Put(delivery);
            }

            foreach (var id in found.Summarised)
            {
                Execute("UPDATE delivery SET held = 2 WHERE id = $id", ("$id", id));
            }

            foreach (var id in found.Released)
            {
                Execute("UPDATE delivery SET held = 0, due = created WHERE id = $id", ("$id", id));
            }

            foreach (var (runner, start) in found.Seen)
            {
                Execute(
                    "INSERT INTO seen VALUES ($runner, $start) ON CONFLICT (runner) DO UPDATE SET start = $start",
                    ("$runner", runner),
                    ("$start", start.UtcTicks)
                );
            }

            foreach (var (channel, until) in found.Digests)
            {
                Execute(
                    "INSERT INTO digest VALUES ($channel, $until) ON CONFLICT (channel) DO UPDATE SET until = $until",
                    ("$channel", channel),
                    ("$until", until.UtcTicks)
                );
            }

            transaction.Commit();
        }
    }

    private void Put(Incident incident) =>
        Execute(
            """
            INSERT INTO incident (id, key, kind, runner, session, since, opened, resolved, sentence, silence)
            VALUES ($id, $key, $kind, $runner, $session, $since, $opened, $resolved, $sentence, $silence)
            ON CONFLICT (id) DO UPDATE SET kind = $kind, session = $session, resolved = $resolved,
              sentence = $sentence, silence = $silence
            """,
            ("$id", incident.Id),
            ("$key", incident.Key),
            ("$kind", WireName.Of(incident.Kind)),
            ("$runner", incident.Runner),
            ("$session", incident.SessionId),
            ("$since", incident.Since.UtcTicks),
            ("$opened", incident.OpenedAt.UtcTicks),
            ("$resolved", incident.ResolvedAt?.UtcTicks),
            ("$sentence", incident.Sentence),
            ("$silence", (int)incident.Silence)
        );

    private List<Incident> Incidents(string sql, params (string, object?)[] parameters) =>
        Read(sql, SqliteIncidentReader.IncidentRow, parameters);
}
