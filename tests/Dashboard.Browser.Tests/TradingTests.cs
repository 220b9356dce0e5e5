using Dashboard.Tests.Store;
using Sessions;
using static Microsoft.Playwright.Assertions;

namespace Dashboard.Browser.Tests;

public sealed class TradingTests(Chromium chromium) : BrowserTest(chromium)
{
    [Fact]
    public async Task The_trades_are_sorted_and_each_points_at_its_moment_on_the_curve()
    {
        var runner = App.Runner(start: DateTimeOffset.UtcNow.AddMinutes(-1));
        await runner.StartAsync();
        await runner.PhaseAsync("api_phase", 2);
        foreach (var profit in (double[])[5, -20, 40])
        {
            await TradeAsync(runner.After(4), profit);
            await runner.BeatAsync(runner.Equity + profit);
        }

        var page = await OpenAsync($"/sessions/{runner.Id}");
        await LiveAsync(page);
        var amounts = page.Locator(".trades tbody td:last-child");
        await Expect(amounts).ToHaveTextAsync(["+€40.00", "−€20.00", "+€5.00"]);

        await page.Locator(".trades .sort").Last.ClickAsync();
        await Expect(amounts).ToHaveTextAsync(["+€40.00", "+€5.00", "−€20.00"]);
        await page.Locator(".trades .sort").Last.ClickAsync();
        await Expect(amounts).ToHaveTextAsync(["−€20.00", "+€5.00", "+€40.00"]);

        await page.Locator(".trades tbody tr").First.ClickAsync();
        await Expect(page.Locator("#reading")).ToContainTextAsync("€9,985.00");

        await TradeAsync(runner.After(1), 7);
        await Expect(amounts).ToHaveTextAsync(["−€20.00", "+€5.00", "+€7.00", "+€40.00"]);
        await Expect(page.Locator("#trading [data-field=average-loss]")).ToHaveTextAsync("−€20.00");
    }

    [Fact]
    public async Task A_figure_explains_itself_to_pointer_and_keyboard()
    {
        var runner = App.Runner(start: DateTimeOffset.UtcNow.AddMinutes(-1));
        await runner.StartAsync();
        await TradeAsync(runner.After(4), 5);
        var page = await OpenAsync($"/sessions/{runner.Id}");
        await LiveAsync(page);
        var definition = page.Locator("#def-sharpe");
        await Expect(definition).ToBeHiddenAsync();

        await page.Locator(".term", new() { HasText = "Sharpe" }).HoverAsync();
        await Expect(definition).ToBeVisibleAsync();
        await page.Mouse.MoveAsync(0, 0);
        await Expect(definition).ToBeHiddenAsync();

        await page.Locator(".term", new() { HasText = "Sharpe" }).FocusAsync();
        await Expect(definition).ToContainTextAsync("not annualised");
    }

    private static Task TradeAsync(ScriptedRunner runner, double profit) =>
        runner.WriteAsync(
            runner.Event(EventType.Trade) with
            {
                Trade = new Trade
                {
                    Symbol = "BTC/USDT",
                    Side = TradeSide.Long,
                    Pnl = profit,
                },
            }
        );
}
