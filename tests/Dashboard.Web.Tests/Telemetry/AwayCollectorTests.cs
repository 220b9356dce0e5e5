using Dashboard.Tests.Store;
using Sessions;

namespace Dashboard.Web.Tests.Telemetry;

/// <summary>A whole dashboard beside a collector that went away before it started.</summary>
public sealed class AwayCollectorTests : IAsyncLifetime
{
    private readonly DashboardApp _app = new();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Theory]
    [InlineData(1, "telemetry_down")]
    [InlineData(60, "lost")]
    public async Task The_first_page_knows_until_when_the_collector_heard(
        int secondsHeardAfterTheLastBeat,
        string verdict
    )
    {
        var runner = _app.Runner(start: DateTimeOffset.UtcNow.AddHours(-1));
        await runner.StartAsync();
        await runner.After(2).BeatAsync();
        var heard = runner.Now.AddSeconds(secondsHeardAfterTheLastBeat);
        await _app.Writer.WriteAsync(
            new WriteBatch
            {
                ArrivedAt = heard,
                Hearing = new HearingPeriod(heard.AddHours(-1), heard),
            },
            CancellationToken.None
        );
        _app.Collector.GoAway();
        await _app.StartAsync();
        using var client = _app.CreateClient();

        var page = await client.GetStringAsync($"/sessions/{runner.Id}");

        Assert.Contains($"data-verdict=\"{verdict}\"", page, StringComparison.Ordinal);
    }
}
