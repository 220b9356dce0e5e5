using Alerts.Incidents;
using Microsoft.Data.Sqlite;
using Sessions;

namespace Alerts.Outbox;

/// <summary>
/// The alerter's own file: incidents, and messages that are to be delivered. What belongs together is committed
/// together and is durable when a method returns. Thread-safe; one process at a time.
/// </summary>
internal sealed class OutboxFile : IDisposable
{
    private readonly Lock _gate = new();
    private readonly SqliteConnection _connection;

    /// <exception cref="ConfigurationException">The file cannot be opened.</exception>
    public OutboxFile(string file)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(file))!);
        _connection = new SqliteConnection(
            new SqliteConnectionStringBuilder
            {
                DataSource = file,
                Pooling = false,
                DefaultTimeout = 10,
            }.ToString()
        );
        try
        {
            _connection.Open();
            Execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;");
            using var tables = typeof(OutboxFile).Assembly.GetManifestResourceStream("tables.sql")!;
            using var text = new StreamReader(tables);
            Execute(text.ReadToEnd());
        }
        catch (SqliteException problem)
        {
            _connection.Dispose();
            throw new ConfigurationException(
                $"{file} cannot be used for alerts: {problem.Message} Name another file by ConnectionStrings__alerts=\"Data Source=<file>\"."
            );
        }
    }

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

    /// <summary>How often something of this key has happened since a moment.</summary>
    public long CountSince(string key, DateTimeOffset moment) =>
        Scalar(
            "SELECT count(*) FROM incident WHERE key = $key AND opened >= $from",
            ("$key", key),
            ("$from", moment.UtcTicks)
        );

    /// <summary>Whether a session has an incident, open or over.</summary>
    public bool HasSession(string session) =>
        Scalar("SELECT count(*) FROM incident WHERE session = $session", ("$session", session)) > 0;

    /// <summary>The channels that were told of an incident.</summary>
    public IReadOnlyList<string> ChannelsOf(string incident) =>
        Read(
            "SELECT DISTINCT channel FROM delivery WHERE incident = $incident",
            row => row.GetString(0),
            ("$incident", incident)
        );

    /// <summary>The newest start of each runner that was looked at.</summary>
    public Dictionary<string, DateTimeOffset> Seen() =>
        Read(
                "SELECT runner, start FROM seen",
                row => (row.GetString(0), new DateTimeOffset(row.GetInt64(1), TimeSpan.Zero))
            )
            .ToDictionary(pair => pair.Item1, pair => pair.Item2);

    /// <summary>What one look has found: all of it, or nothing.</summary>
    public void Commit(
        IEnumerable<Incident> incidents,
        IEnumerable<Delivery> deliveries,
        IEnumerable<(string Runner, DateTimeOffset Start)> seen
    )
    {
        lock (_gate)
        {
            using var transaction = _connection.BeginTransaction();
            Execute("INSERT OR IGNORE INTO looked VALUES (1)");
            foreach (var incident in incidents)
            {
                Execute(
                    """
                    INSERT INTO incident VALUES ($id, $key, $kind, $runner, $session, $since, $opened, $resolved, $sentence)
                    ON CONFLICT (id) DO UPDATE SET kind = $kind, session = $session, resolved = $resolved, sentence = $sentence
                    """,
                    ("$id", incident.Id),
                    ("$key", incident.Key),
                    ("$kind", WireName.Of(incident.Kind)),
                    ("$runner", incident.Runner),
                    ("$session", incident.SessionId),
                    ("$since", incident.Since.UtcTicks),
                    ("$opened", incident.OpenedAt.UtcTicks),
                    ("$resolved", incident.ResolvedAt?.UtcTicks),
                    ("$sentence", incident.Sentence)
                );
            }

            foreach (var delivery in deliveries)
            {
                Execute(
                    """
                    INSERT OR IGNORE INTO delivery (id, channel, incident, message, created, due)
                    VALUES ($id, $channel, $incident, $message, $created, $created)
                    """,
                    ("$id", delivery.Id),
                    ("$channel", delivery.Channel),
                    ("$incident", delivery.Message.IncidentId),
                    ("$message", delivery.Message.ToJson()),
                    ("$created", delivery.CreatedAt.UtcTicks)
                );
            }

            foreach (var (runner, start) in seen)
            {
                Execute(
                    "INSERT INTO seen VALUES ($runner, $start) ON CONFLICT (runner) DO UPDATE SET start = $start",
                    ("$runner", runner),
                    ("$start", start.UtcTicks)
                );
            }

            transaction.Commit();
        }
    }

    /// <summary>
    /// The next message of a channel that is due; null when there is none. What is said later of an incident waits for
    /// what was said before.
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
                row => new Delivery(
                    row.GetString(0),
                    channel,
                    Message.Parse(row.GetString(1)),
                    new DateTimeOffset(row.GetInt64(2), TimeSpan.Zero),
                    row.GetInt32(3)
                ),
                ("$channel", channel),
                ("$now", now.UtcTicks)
            )
            .FirstOrDefault();

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
            "SELECT channel, count(due), sum(due IS NULL AND delivered IS NULL) FROM delivery GROUP BY channel",
            row => (row.GetString(0), row.GetInt64(1), row.GetInt64(2))
        );

    /// <summary>Removes what is over and was delivered or given up before a moment.</summary>
    public void Prune(DateTimeOffset before) =>
        Execute(
            """
            DELETE FROM delivery WHERE due IS NULL AND created < $before;
            DELETE FROM incident WHERE resolved < $before;
            """,
            ("$before", before.UtcTicks)
        );

    public void Dispose() => _connection.Dispose();

    private const string IncidentColumns =
        "id, key, kind, runner, session, since, opened, resolved, sentence";

    private IReadOnlyList<Incident> Incidents(string sql, params (string, object?)[] parameters) =>
        Read(
            sql,
            row => new Incident(
                row.GetString(0),
                row.GetString(1),
                WireName.TryParse(row.GetString(2), out IncidentKind kind)
                    ? kind
                    : IncidentKind.Failed,
                row.IsDBNull(3) ? null : row.GetString(3),
                row.IsDBNull(4) ? null : row.GetString(4),
                new DateTimeOffset(row.GetInt64(5), TimeSpan.Zero),
                new DateTimeOffset(row.GetInt64(6), TimeSpan.Zero),
                row.IsDBNull(7) ? null : new DateTimeOffset(row.GetInt64(7), TimeSpan.Zero),
                row.GetString(8)
            ),
            parameters
        );

    private IReadOnlyList<T> Read<T>(
        string sql,
        Func<SqliteDataReader, T> read,
        params (string Name, object? Value)[] parameters
    )
    {
        lock (_gate)
        {
            using var command = Command(sql, parameters);
            using var rows = command.ExecuteReader();
            var found = new List<T>();
            while (rows.Read())
            {
                found.Add(read(rows));
            }

            return found;
        }
    }

    private long Scalar(string sql, params (string, object?)[] parameters) =>
        Read(sql, row => row.GetInt64(0), parameters)[0];

    private void Execute(string sql, params (string Name, object? Value)[] parameters)
    {
        lock (_gate)
        {
            using var command = Command(sql, parameters);
            command.ExecuteNonQuery();
        }
    }

    private SqliteCommand Command(string sql, (string Name, object? Value)[] parameters)
    {
        var command = _connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in parameters)
        {
            command.Parameters.AddWithValue(name, value ?? DBNull.Value);
        }

        return command;
    }
}
