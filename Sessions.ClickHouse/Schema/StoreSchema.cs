using Sessions.ClickHouse.Hosting;
using Sessions.ClickHouse.Http;

namespace Sessions.ClickHouse.Schema;

/// <summary>
/// The store's tables: a file that makes those of the newest version, and one for each older version that carries its rows
/// over. All statements may run twice, so that several collectors can start at once. Which version the tables have is kept
/// in the table <c>schema_version</c>.
/// </summary>
internal static class StoreSchema
{
    /// <summary>The version that this program writes.</summary>
    public const int Current = 5;

    /// <summary>Makes the database where it is missing and brings its tables up to date.</summary>
    /// <exception cref="StoreUnusableException">The tables are of a newer version.</exception>
    public static async Task MigrateAsync(
        ClickHouseHttp http,
        ClickHouseSettings settings,
        CancellationToken cancellationToken
    )
    {
        await http.ExecuteAsync(
            $"CREATE DATABASE IF NOT EXISTS {settings.Database}",
            cancellationToken,
            outsideDatabase: true
        );
        await http.ExecuteAsync(
            "CREATE TABLE IF NOT EXISTS schema_version (version UInt32, at DateTime DEFAULT now()) ENGINE = MergeTree ORDER BY version",
            cancellationToken
        );
        var versions = await http.QueryAsync(
            "SELECT max(version) FROM schema_version",
            (ref Row row) => row.Int64(),
            cancellationToken
        );
        var version = versions[0];
        if (version > Current)
        {
            throw new StoreUnusableException(
                $"{http.Server}: database {settings.Database} was made by a newer version (schema {version}, this program knows {Current}); update this program, or name another Database in ConnectionStrings:sessions."
            );
        }

        if (version < Current)
        {
            await BringUpAsync(http, version, cancellationToken);
        }

        if (settings.RetentionDays > 0)
        {
            await KeepAsync(http, settings.RetentionDays, cancellationToken);
        }
    }

    private static async Task BringUpAsync(
        ClickHouseHttp http,
        long version,
        CancellationToken cancellationToken
    )
    {
        var files = new List<string> { "tables.sql" };
        for (var from = version; from is > 0 and < Current; from++)
        {
            files.Add($"from-{from}.sql");
        }

        foreach (var statement in files.SelectMany(Statements))
        {
            // Carrying a large table over takes as long as it takes.
            await http.ExecuteAsync(
                statement,
                cancellationToken,
                timeout: Timeout.InfiniteTimeSpan
            );
        }

        await http.ExecuteAsync(
            $"INSERT INTO schema_version (version) VALUES ({Current})",
            cancellationToken
        );
    }

    /// <summary>The statements of a file, without their comments.</summary>
    public static IEnumerable<string> Statements(string file)
    {
        using var stream = typeof(StoreSchema).Assembly.GetManifestResourceStream(
            $"Sessions.ClickHouse.Schema.{file}"
        )!;
        using var reader = new StreamReader(stream);
        var lines = reader
            .ReadToEnd()
            .Split('\n')
            .Where(line => !line.TrimStart().StartsWith("--", StringComparison.Ordinal));
        return string.Join('\n', lines)
            .Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
    }

    private static async Task KeepAsync(
        ClickHouseHttp http,
        int days,
        CancellationToken cancellationToken
    )
    {
        foreach (
            var (table, time) in ((string, string)[])
                [
                    ("statement", Ticks("arrived")),
                    ("point", Ticks("arrived")),
                    ("figure", Ticks("arrived")),
                    ("session", Ticks("changed")),
                    // A position is microseconds since 2020, above twelve bits of its writer.
                    ("trace", "1577836800 + intDiv(bitShiftRight(position, 12), 1000000)"),
                ]
        )
        {
            await http.ExecuteAsync(
                $"ALTER TABLE {table} MODIFY TTL toDateTime({time}, 'UTC') + INTERVAL {days} DAY",
                cancellationToken
            );
        }

        static string Ticks(string column) => $"intDiv({column}, 10000000) - 62135596800";
    }
}
