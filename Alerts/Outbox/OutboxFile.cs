using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Alerts.Outbox;

/// <summary>
/// The alerter's own file: incidents, and messages that are to be delivered. What belongs together is committed
/// together and is durable when a method returns. Thread-safe; one process at a time.
/// </summary>
internal sealed partial class OutboxFile : IDisposable
{
    /// <summary>What brings a file of the version before up to each version, in order.</summary>
    private static readonly string[] Upgrades = ["v1.sql", "v2.sql"];

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
            BringUpToDate(file);
        }
        catch (Exception problem)
        {
            _connection.Dispose();
            if (problem is SqliteException)
            {
                throw new ConfigurationException(
                    $"{file} cannot be used for alerts: {problem.Message} Name another file by ConnectionStrings__alerts=\"Data Source=<file>\"."
                );
            }

            throw;
        }
    }

    public void Dispose() => _connection.Dispose();

    private void BringUpToDate(string file)
    {
        using var transaction = _connection.BeginTransaction();
        var version = Scalar("PRAGMA user_version");
        if (version > Upgrades.Length)
        {
            throw new ConfigurationException(
                $"{file} was written by a newer alerter (schema {version}); this one knows {Upgrades.Length}. Start the newer one, or name another file by ConnectionStrings__alerts=\"Data Source=<file>\"."
            );
        }

        if (version == 0)
        {
            Execute(Resource("tables.sql"));
        }

        foreach (var upgrade in Upgrades[(int)version..])
        {
            Execute(Resource(upgrade));
        }

        Execute(
            string.Create(CultureInfo.InvariantCulture, $"PRAGMA user_version = {Upgrades.Length}")
        );
        transaction.Commit();
    }

    private static string Resource(string name)
    {
        using var stream = typeof(OutboxFile).Assembly.GetManifestResourceStream(name)!;
        using var text = new StreamReader(stream);
        return text.ReadToEnd();
    }

    private List<T> Read<T>(
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

    private static DateTimeOffset Moment(long ticks) => new(ticks, TimeSpan.Zero);
}
