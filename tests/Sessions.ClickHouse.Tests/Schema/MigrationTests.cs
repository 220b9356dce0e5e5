using Sessions.ClickHouse.Hosting;
using Sessions.ClickHouse.Http;
using Sessions.ClickHouse.Read;
using Sessions.ClickHouse.Rows;
using Sessions.ClickHouse.Write;
using Sessions.Contract;

namespace Sessions.ClickHouse.Tests.Schema;

/// <summary>How the tables come about, and how long they keep what they are given.</summary>
public sealed class MigrationTests
{
    private readonly CancellationToken _cancel = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Collectors_that_start_at_the_same_time_make_the_tables_once()
    {
        var settings = EngineFixture.NewDatabase();
        await using var first = new ClickHouseSessionWriter(settings);
        await using var second = new ClickHouseSessionWriter(settings);
        await Task.WhenAll(
            first.WriteAsync(Samples.Batch([Samples.Begin("a")]), _cancel).AsTask(),
            second.WriteAsync(Samples.Batch([Samples.Begin("b")]), _cancel).AsTask()
        );

        await using var reader = new ClickHouseSessionReader(settings);
        var page = await reader.ListAsync(new SessionQuery(), _cancel);
        Assert.Equal(["a", "b"], page.Items.Select(s => s.Id).Order());
    }

    [Fact]
    public async Task Tables_of_a_newer_version_are_left_alone_and_the_message_says_so()
    {
        var settings = EngineFixture.NewDatabase();
        await using (var writer = new ClickHouseSessionWriter(settings))
        {
            await writer.WriteAsync(Samples.Batch([Samples.Begin("a")]), _cancel);
        }

        using var http = new ClickHouseHttp(settings);
        await http.ExecuteAsync("INSERT INTO schema_version (version) VALUES (99)", _cancel);
        await using var older = new ClickHouseSessionWriter(settings);
        var refused = await Assert.ThrowsAsync<StoreUnusableException>(async () =>
            await older.WriteAsync(Samples.Batch([Samples.Begin("b")]), _cancel)
        );
        Assert.Contains("schema 99", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_version_1_stored_is_there_in_the_newest_and_a_start_that_was_cut_off_is_made_up_for()
    {
        var settings = EngineFixture.NewDatabase();
        await using (var writer = new ClickHouseSessionWriter(settings))
        {
            await writer.WriteAsync(Samples.Batch(Story), _cancel);
        }

        using var http = new ClickHouseHttp(settings);
        await MakeVersion1Async(http);
        await OpenAsync(settings);
        // All was carried over, and then the collector was gone.
        await SetVersionAsync(http, 1);
        await OpenAsync(settings);

        await using var reader = new ClickHouseSessionReader(settings);
        Assert.Equal(Story.Length, (await reader.FindAsync("s", _cancel))!.Counts.Events);
        var page = await reader.EventsAsync(
            new EventQuery { SessionId = "s", OldestFirst = true },
            _cancel
        );
        Assert.Equal(Story, page.Items.Select(stored => stored.Event));
        var tables = await http.QueryAsync(
            "SHOW TABLES LIKE 'event%'",
            (ref Row row) => row.Text(),
            _cancel
        );
        Assert.Empty(tables);
    }

    [Fact]
    public async Task What_is_older_than_the_retention_is_dropped_by_the_server()
    {
        var settings = EngineFixture.NewDatabase() with { RetentionDays = 30 };
        await using var then = new ClickHouseSessionWriter(settings, time: new LongAgo());
        var old = new WriteBatch { ArrivedAt = new LongAgo().GetUtcNow() };
        old.Events.Add(Samples.Begin("old"));
        await then.WriteAsync(old, _cancel);
        await using var writer = new ClickHouseSessionWriter(settings);
        var fresh = new WriteBatch { ArrivedAt = DateTimeOffset.UtcNow };
        fresh.Events.Add(Samples.Begin("fresh"));
        await writer.WriteAsync(fresh, _cancel);

        using var http = new ClickHouseHttp(settings);
        foreach (var table in (string[])["statement", "session", "trace"])
        {
            // What the server does by itself, some time.
            await http.ExecuteAsync($"OPTIMIZE TABLE {table} FINAL", _cancel);
            var kept = await http.QueryAsync(
                $"SELECT DISTINCT session_id FROM {table}",
                (ref Row row) => row.Text(),
                _cancel
            );
            Assert.Equal((table, "fresh"), (table, string.Join(' ', kept)));
        }
    }

    private static SessionEvent[] Story { get; } =
    [
        Samples.Begin("s"),
        Samples.PhaseStart("s", 1, "data_phase"),
        Samples.Checkpoint("s", 2, "schema"),
        Samples.Beat("s", 3, 1),
        Samples.Beat("s", 4, 2),
    ];

    private async Task MakeVersion1Async(ClickHouseHttp http)
    {
        var table = Path.Combine(AppContext.BaseDirectory, "event-1.sql");
        await http.ExecuteAsync(await File.ReadAllTextAsync(table, _cancel), _cancel);
        var columns = EventRow.Columns.Replace(", parent", "", StringComparison.Ordinal);
        await http.ExecuteAsync(
            $"INSERT INTO event ({columns}) SELECT {columns} FROM statement",
            _cancel
        );
        await http.ExecuteAsync("DROP TABLE statement", _cancel);
        await SetVersionAsync(http, 1);
    }

    private async Task SetVersionAsync(ClickHouseHttp http, int version)
    {
        await http.ExecuteAsync("TRUNCATE TABLE schema_version", _cancel);
        await http.ExecuteAsync(
            $"INSERT INTO schema_version (version) VALUES ({version})",
            _cancel
        );
    }

    private async Task OpenAsync(ClickHouseSettings settings)
    {
        await using var writer = new ClickHouseSessionWriter(settings);
        await writer.WriteAsync(Samples.Batch([]), _cancel);
    }

    private sealed class LongAgo : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => System.GetUtcNow().AddDays(-60);
    }
}
