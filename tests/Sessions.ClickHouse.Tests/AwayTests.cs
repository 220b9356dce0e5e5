using ClickHouse.Engine;
using Sessions.ClickHouse.Hosting;
using Sessions.ClickHouse.Read;
using Sessions.ClickHouse.Write;
using Sessions.Contract;

namespace Sessions.ClickHouse.Tests;

/// <summary>A server that is not there, not ready, or not willing.</summary>
public sealed class AwayTests
{
    private readonly CancellationToken _cancel = TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_server_that_goes_away_and_comes_back_is_unavailable_between_and_loses_nothing()
    {
        _ = EngineFixture.NewDatabase();
        var folder = Directory.CreateTempSubdirectory("chdb-away-").FullName;
        var server = await ChdbServer.StartAsync(folder, cancellationToken: _cancel);
        var settings = ClickHouseSettings.Parse(server.ConnectionString("sessions"));
        await using var writer = new ClickHouseSessionWriter(settings);
        await using var reader = new ClickHouseSessionReader(settings);
        await writer.WriteAsync(Samples.Batch([Samples.Begin("s")]), _cancel);
        await server.DisposeAsync();

        var beat = Samples.Batch([Samples.Beat("s", 2, 1)]);
        await Assert.ThrowsAsync<StoreUnavailableException>(async () =>
            await writer.WriteAsync(beat, _cancel)
        );
        var away = await Assert.ThrowsAsync<StoreUnavailableException>(async () =>
            await reader.FindAsync("s", _cancel)
        );
        Assert.Contains("cannot be reached", away.Message, StringComparison.Ordinal);

        server = await ChdbServer.StartAsync(folder, server.Port, _cancel);
        try
        {
            Assert.Equal(1, (await writer.WriteAsync(beat, _cancel)).Added);
            Assert.Equal(2, (await reader.FindAsync("s", _cancel))!.Counts.Events);
        }
        finally
        {
            await server.DisposeAsync();
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task A_reader_before_any_collector_says_that_there_are_no_tables_yet()
    {
        await using var reader = new ClickHouseSessionReader(EngineFixture.NewDatabase());
        var missing = await Assert.ThrowsAsync<StoreUnavailableException>(async () =>
            await reader.ListAsync(new SessionQuery(), _cancel)
        );
        Assert.Contains("start a collector", missing.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Host=h;Port=0", "Port")]
    [InlineData("Host=h;Protocol=ftp", "Protocol")]
    [InlineData("Host=h;Compress=perhaps", "Compress")]
    [InlineData("Host=h;Database=a b", "Database")]
    [InlineData("Host=;Port=8123", "Host")]
    public void A_bad_connection_string_is_refused_with_its_key(string text, string key)
    {
        Assert.True(ClickHouseSettings.IsMeant(text) || key == "Host");
        var refused = Assert.Throws<StoreUnusableException>(() => ClickHouseSettings.Parse(text));
        Assert.Contains(key, refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Data Source=sessions.db")]
    [InlineData("")]
    [InlineData(null)]
    public void A_connection_string_without_a_host_is_not_meant(string? text) =>
        Assert.False(ClickHouseSettings.IsMeant(text));
}
