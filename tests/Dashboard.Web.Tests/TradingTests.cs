using System.Text.Json;
using Dashboard.Tests.Store;
using Dashboard.Web.Api;
using Sessions;

namespace Dashboard.Web.Tests;

/// <summary>How well a session traded: the page and the API say the same, and what has no trades says nothing.</summary>
public sealed class TradingTests : IAsyncLifetime
{
    private static readonly JsonSerializerOptions Strict = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow,
    };

    private readonly DashboardApp _app = new();
    private HttpClient? _client;

    public async ValueTask InitializeAsync()
    {
        await _app.StartAsync();
        _client = _app.CreateClient();
    }

    public ValueTask DisposeAsync()
    {
        _client?.Dispose();
        return _app.DisposeAsync();
    }

    [Fact]
    public async Task The_page_and_the_api_say_how_well_it_traded()
    {
        var runner = await TradedAsync(120, -60, -20, 40);

        var answer = await ReadAsync<TradeListing>($"/api/sessions/{runner.Id}/trades");
        var page = await _app.PageAsync($"/sessions/{runner.Id}");

        var figures = answer.Statistics!;
        Assert.Equal((4, 2.0, 20.0), (figures.Trades, figures.ProfitFactor, figures.Expectancy));
        Assert.Equal((80.0, -40.0), (figures.AverageWin, figures.AverageLoss));
        Assert.Equal(2, figures.LongestLosingStreak);
        // From 10,120 to 10,040, and back above it only at the end.
        Assert.Equal(80, figures.MaxDrawdownAmount);
        Assert.Equal(80.0 / 10_120 * 100, figures.MaxDrawdown!.Value, 9);
        Assert.Equal("2.00", Text(page, "profit-factor"));
        Assert.Equal("+€20.00", Text(page, "expectancy"));
        Assert.Equal("2", Text(page, "losing-streak"));
        Assert.Equal("−0.79 %", Text(page, "trading-drawdown"));
        Assert.NotEmpty(
            page.QuerySelectorAll("#trading .term")
                .Select(term => page.GetElementById(term.GetAttribute("aria-describedby")!)!)
        );
    }

    [Fact]
    public async Task Without_trades_there_is_no_panel_of_trades()
    {
        var runner = _app.Runner();
        await Scripts.RunToApiPhaseAsync(runner);

        var page = await _app.PageAsync($"/sessions/{runner.Id}");

        Assert.True(page.GetElementById("trading")!.HasAttribute("hidden"));
        Assert.True(page.GetElementById("trade-list")!.HasAttribute("hidden"));
        Assert.Null(
            (await ReadAsync<TradeListing>($"/api/sessions/{runner.Id}/trades")).Statistics
        );
    }

    [Fact]
    public async Task Trades_events_and_sessions_come_as_tables_that_no_spreadsheet_runs()
    {
        var runner = await TradedAsync(12.5);
        await runner.CheckAsync("=HYPERLINK(1)", message: "a \"quoted\", two\nlines");

        var trades = await LinesAsync($"/api/sessions/{runner.Id}/trades?format=csv");
        var events = await LinesAsync($"/api/sessions/{runner.Id}/export?format=csv");
        var sessions = await LinesAsync("/api/sessions?format=csv");

        Assert.StartsWith("timestamp,phase,id,symbol,side,", trades[0]);
        Assert.Contains(",T-0,BTC/USDT,long,", trades[1]);
        Assert.EndsWith(",12.5,,EUR", trades[1]);
        Assert.StartsWith("timestamp,type,phase,level,", events[0]);
        Assert.Contains(
            events,
            line => line.Contains(",\"a \"\"quoted\"\", two\nlines\",'=HYPERLINK(1),")
        );
        Assert.StartsWith("session_id,runner_name,verdict,", sessions[0]);
        Assert.Contains($"{runner.Id},index-trader,", sessions[1]);
    }

    private async Task<ScriptedRunner> TradedAsync(params double[] profits)
    {
        var runner = _app.Runner(start: DateTimeOffset.UtcNow.AddMinutes(-1));
        await runner.StartAsync();
        await runner.PhaseAsync("api_phase", 2);
        var equity = 10_000.0;
        for (var i = 0; i < profits.Length; i++)
        {
            equity += profits[i];
            var trade = runner.After(2).Event(EventType.Trade) with
            {
                Trade = new Trade
                {
                    Id = $"T-{i}",
                    Symbol = "BTC/USDT",
                    Side = TradeSide.Long,
                    Pnl = profits[i],
                },
            };
            await runner.WriteAsync(trade);
            await runner.BeatAsync(equity);
        }

        return runner;
    }

    private static string Text(AngleSharp.Dom.IDocument page, string field) =>
        page.Text($"#trading [data-field={field}]");

    private async Task<T> ReadAsync<T>(string path) =>
        JsonSerializer.Deserialize<T>(await _client!.GetStringAsync(path), Strict)!;

    private async Task<string[]> LinesAsync(string path) =>
        (await _client!.GetStringAsync(path)).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
}
