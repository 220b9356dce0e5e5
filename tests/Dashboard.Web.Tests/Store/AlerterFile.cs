using Microsoft.Data.Sqlite;

namespace Dashboard.Tests.Store;

/// <summary>The file that an alerter would have written, by the alerter's own schema.</summary>
internal sealed class AlerterFile : IDisposable
{
    private readonly SqliteConnection _connection;

    public AlerterFile(string file)
    {
        _connection = new SqliteConnection($"Data Source={file};Pooling=False");
        _connection.Open();
        Execute("PRAGMA journal_mode = WAL;");
        Execute(Schema("tables")!);
        var version = 0;
        while (Schema($"v{version + 1}") is { } upgrade)
        {
            Execute(upgrade);
            version++;
        }

        Execute($"PRAGMA user_version = {version}");
    }

    public void Incident(
        string id,
        string kind,
        string? runner,
        string? session,
        DateTimeOffset since,
        TimeSpan? lasted,
        string sentence
    ) =>
        Execute(
            """
            INSERT INTO incident (id, key, kind, runner, session, since, opened, resolved, sentence)
            VALUES ($id, $id, $kind, $runner, $session, $since, $opened, $resolved, $sentence)
            """,
            ("$id", id),
            ("$kind", kind),
            ("$runner", runner),
            ("$session", session),
            ("$since", since.UtcTicks),
            ("$opened", since.AddSeconds(5).UtcTicks),
            ("$resolved", (since + lasted)?.UtcTicks),
            ("$sentence", sentence)
        );

    /// <param name="incident">Which incident it tells of.</param>
    /// <param name="channel">Over which channel.</param>
    /// <param name="told">What it tells, for example <c>Opened</c>.</param>
    /// <param name="created">When it was put in.</param>
    /// <param name="delivered">When it was delivered.</param>
    /// <param name="next">When it is tried next.</param>
    /// <param name="attempts">How often it was tried in vain.</param>
    /// <param name="problem">Why.</param>
    public void Message(
        string incident,
        string channel,
        string told,
        DateTimeOffset created,
        DateTimeOffset? delivered = null,
        DateTimeOffset? next = null,
        int attempts = 0,
        string? problem = null
    ) =>
        Execute(
            """
            INSERT INTO delivery (id, channel, incident, message, created, attempts, due, delivered, problem)
            VALUES ($id, $channel, $incident, $message, $created, $attempts, $due, $delivered, $problem)
            """,
            ("$id", $"{incident}-{told}-{channel}"),
            ("$channel", channel),
            ("$incident", incident),
            ("$message", $$"""{"event":"{{told}}","title":"{{incident}}"}"""),
            ("$created", created.UtcTicks),
            ("$attempts", attempts),
            ("$due", next?.UtcTicks),
            ("$delivered", delivered?.UtcTicks),
            ("$problem", problem)
        );

    public void Dispose() => _connection.Dispose();

    private static string? Schema(string name)
    {
        using var stream = typeof(AlerterFile).Assembly.GetManifestResourceStream($"{name}.sql");
        return stream is null ? null : new StreamReader(stream).ReadToEnd();
    }

    private void Execute(string sql, params (string Name, object? Value)[] parameters)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in parameters)
        {
            command.Parameters.AddWithValue(name, value ?? DBNull.Value);
        }

        command.ExecuteNonQuery();
    }
}
