using System.Globalization;
using System.Text.Json;
using Dashboard.Tests.Store;
using Dashboard.Web.Api;
using Dashboard.Web.Shell;
using Sessions;

namespace Dashboard.Web.Tests;

public sealed class FigureTests : IAsyncLifetime
{
    private static readonly JsonSerializerOptions Snake = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
    };

    private readonly DashboardApp _app = new();

    public async ValueTask InitializeAsync() => await _app.StartAsync();

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task Every_field_of_the_page_says_what_the_api_says()
    {
        var runner = _app.Runner(start: DateTimeOffset.UtcNow.AddMinutes(-2));
        await Scripts.FinishedAsync(runner);
        await runner.ErrorAsync("LateError", "said after the end");
        using var client = _app.CreateClient();
        var api = JsonSerializer.Deserialize<SessionDetail>(
            await client.GetStringAsync($"/api/sessions/{runner.Id}"),
            Snake
        )!;

        var page = await _app.PageAsync($"/sessions/{runner.Id}");

        var (trades, wins) = (api.Totals.Trades, api.Totals.Wins);
        var took = HumanDuration.Of(TimeSpan.FromSeconds(api.RuntimeSecs));
        Assert.Equal(
            new SortedDictionary<string, string>(StringComparer.Ordinal)
            {
                ["beats"] = N(api.Counts.Heartbeats),
                ["capital"] = Money.Of(api.InitialCapital!.Value, api.Currency),
                ["checkpoints"] = N(api.Counts.Checkpoints),
                ["drawdown"] = $"max drawdown {Money.SignedPercent(-api.MaxDrawdown!.Value)}",
                ["duration"] = took,
                ["equity"] = Money.Of(api.CurrentEquity!.Value, api.Currency),
                ["errors"] = N(api.Counts.Errors),
                ["events"] = N(api.Counts.Events),
                ["heartbeat"] = api.LastHeartbeat!.Value.ToString(
                    "HH:mm:ss",
                    CultureInfo.InvariantCulture
                ),
                ["phase"] = PhaseTitle.Of(api.Phases[^1].Name),
                ["phases-done"] = $"{api.PhasesCompleted}/{api.PhasesTotal}",
                ["pnl"] = Money.Signed(
                    api.CurrentEquity!.Value - api.InitialCapital!.Value,
                    api.Currency
                ),
                ["retries"] = N(api.Counts.Retries),
                ["roi"] = Money.SignedPercent(api.Roi!.Value),
                ["status"] = api.Status.ToUpperInvariant(),
                ["total-events"] =
                    $"{N(api.Counts.Events)} events, {N(api.Counts.Heartbeats)} heartbeats",
                ["uptime"] = took,
                ["usual"] = "first run of this runner",
                ["win-rate"] = Money.Percent(100.0 * wins / trades),
                ["wins"] = $"{N(wins)}/{N(trades)} wins",
            },
            new SortedDictionary<string, string>(
                page.QuerySelectorAll("[data-field]")
                    .ToDictionary(
                        field => field.GetAttribute("data-field")!,
                        field => field.TextContent.Trim()
                    ),
                StringComparer.Ordinal
            )
        );
    }

    private static string N(long count) => count.ToString("N0", CultureInfo.InvariantCulture);
}
