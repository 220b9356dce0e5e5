using System.Text.RegularExpressions;
using Sessions.ClickHouse.Http;
using Sessions.ClickHouse.Schema;

namespace Sessions.ClickHouse.Tests.Schema;

/// <summary>
/// The statements that an administrator runs. No cluster can be had here: they are held to the tables that the tests
/// do run on, and read by the engine's own parser.
/// </summary>
public sealed partial class OperationsTests
{
    [Fact]
    public void A_cluster_has_the_tables_of_one_server()
    {
        var cluster = Statements("cluster.sql").Select(Plain).ToHashSet();
        var missing = StoreSchema
            .Statements("tables.sql")
            .Select(Plain)
            .Where(s => !cluster.Contains(s));
        Assert.Empty(missing);
    }

    [Fact]
    public void A_cluster_has_a_table_over_the_shards_for_each_that_is_sharded()
    {
        var statements = Statements("cluster.sql").ToList();
        var local = statements.Select(s => Local().Match(s)).Where(m => m.Success).ToList();
        Assert.Equal(
            ["figure", "point", "session", "statement"],
            local.Select(m => m.Groups[1].Value).Order()
        );
        Assert.All(
            local.Select(m => m.Groups[1].Value),
            table =>
                Assert.Contains(
                    statements,
                    s =>
                        s.Contains($"sessions.{table} ON", StringComparison.Ordinal)
                        && s.EndsWith(
                            $"Distributed('{{cluster}}', sessions, {table}_local, cityHash64(session_id))",
                            StringComparison.Ordinal
                        )
                )
        );
    }

    [Fact]
    public void A_cluster_is_marked_with_the_version_of_its_tables() =>
        Assert.Contains(
            $"INSERT INTO sessions.schema_version (version) VALUES ({StoreSchema.Current})",
            Statements("cluster.sql")
        );

    [Theory]
    [InlineData("cluster.sql")]
    [InlineData("cluster-from-1.sql")]
    [InlineData("cluster-from-4.sql")]
    [InlineData("read-only-user.sql")]
    public async Task The_engine_can_read_every_statement(string file)
    {
        var settings = EngineFixture.NewDatabase() with { Database = "default" };
        using var http = new ClickHouseHttp(settings);
        foreach (var statement in Statements(file))
        {
            var tree = await http.QueryAsync(
                $"EXPLAIN AST {statement}",
                (ref Row row) => row.Text(),
                TestContext.Current.CancellationToken
            );
            Assert.NotEmpty(tree);
        }
    }

    private static IEnumerable<string> Statements(string file)
    {
        var path = Path.Combine(AppContext.BaseDirectory, "operations", file);
        var lines = File.ReadLines(path)
            .Where(line => !line.TrimStart().StartsWith("--", StringComparison.Ordinal));
        return string.Join('\n', lines)
            .Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>A table as it is on one server: without what only a cluster, or only one server, needs.</summary>
    private static string Plain(string statement)
    {
        statement = OnCluster().Replace(statement, " ");
        statement = Replicated().Replace(statement, "$1MergeTree($2)");
        statement = statement
            .Replace("sessions.", "", StringComparison.Ordinal)
            .Replace("_local (", " (", StringComparison.Ordinal)
            .Replace("MergeTree()", "MergeTree", StringComparison.Ordinal)
            .Replace("non_replicated_deduplication_window = 1000", "", StringComparison.Ordinal);
        statement = Retention().Replace(statement, "");
        // The settings' separators are those of what was taken out.
        return Blank().Replace(statement, "").Replace("SETTINGS", "", StringComparison.Ordinal);
    }

    [GeneratedRegex(@"EXISTS sessions\.(\w+)_local ON")]
    private static partial Regex Local();

    [GeneratedRegex(@" ON CLUSTER '\{cluster\}' ")]
    private static partial Regex OnCluster();

    [GeneratedRegex(@"Replicated(\w*)MergeTree\('[^']*', '[^']*'(?:, )?(\w*)\)")]
    private static partial Regex Replicated();

    [GeneratedRegex(@"TTL toDateTime\([^;\n]+, 'UTC'\) \+ INTERVAL \d+ DAY")]
    private static partial Regex Retention();

    [GeneratedRegex(@"[\s,]+")]
    private static partial Regex Blank();
}
