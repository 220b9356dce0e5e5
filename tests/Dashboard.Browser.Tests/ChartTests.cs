using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Dashboard.Tests.Store;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Dashboard.Browser.Tests;

public sealed class ChartTests(Chromium chromium) : BrowserTest(chromium)
{
    [Fact]
    public async Task Checks_are_marked_on_the_curve_and_dragging_looks_closer()
    {
        var page = await FinishedAsync();
        await Expect(page.Locator("#chart .uplot"))
            .ToHaveAttributeAsync("data-marks", new Regex("^[1-4]$"));

        await DragAsync(page, 0.3f, 0.7f);
        await Expect(page.Locator("#chart")).ToHaveAttributeAsync("data-zoomed", "true");

        await page.Locator("#chart .u-over").DblClickAsync();
        await Expect(page.Locator("#chart")).Not.ToHaveAttributeAsync("data-zoomed", "true");
    }

    [Fact]
    public async Task Zooming_moves_the_strips_too_is_in_the_address_and_can_be_reset()
    {
        const string phaseInStrip =
            "document.querySelector('#beats .of[data-phase=strategy_phase]').getBoundingClientRect().left";
        var page = await FinishedAsync();
        var before = await page.EvaluateAsync<double>(phaseInStrip);
        await DragAsync(page, 0.3f, 0.7f);
        await Expect(page).ToHaveURLAsync(new Regex("zoom="));
        var zoomed = await page.EvaluateAsync<double>(phaseInStrip);
        Assert.NotEqual(before, zoomed, 2.0);

        var linked = await page.Context.NewPageAsync();
        await linked.GotoAsync(page.Url);
        await Expect(linked.Locator("#chart")).ToHaveAttributeAsync("data-zoomed", "true");
        Assert.Equal(zoomed, await linked.EvaluateAsync<double>(phaseInStrip), 2.0);

        await page.Locator("#reset-zoom").ClickAsync();
        await Expect(page.Locator("#reset-zoom")).ToBeHiddenAsync();
        await Expect(page).Not.ToHaveURLAsync(new Regex("zoom="));
        Assert.Equal(before, await page.EvaluateAsync<double>(phaseInStrip), 2.0);
    }

    [Fact]
    public async Task The_pointer_s_moment_goes_on_through_the_strips_and_back()
    {
        var runner = App.Runner(start: DateTimeOffset.UtcNow.AddMinutes(-1));
        await Scripts.FinishedAsync(runner);
        var page = await OpenAsync($"/sessions/{runner.Id}");
        await Expect(page.Locator("#chart canvas")).ToHaveCountAsync(1);
        var crosshair = page.Locator("#equity .crosshair");
        await Expect(crosshair).ToBeHiddenAsync();

        var over = await page.Locator("#chart .u-over").BoundingBoxAsync();
        await page.Mouse.MoveAsync(over!.X + over.Width / 2, over.Y + 40);
        await Expect(crosshair).ToBeVisibleAsync();
        await LiveAsync(page);
        // Measured again: the plot may have been laid out once more since.
        over = await page.Locator("#chart .u-over").BoundingBoxAsync();
        await page.Mouse.MoveAsync(over!.X + over.Width / 2, over.Y + 60);
        var line = await crosshair.BoundingBoxAsync();
        var strip = await page.Locator("#beats .window").BoundingBoxAsync();
        Assert.Equal(over.X + over.Width / 2, line!.X, 2f);
        Assert.Equal(strip!.Y + strip.Height, line.Y + line.Height, 1.5f);

        await page.Mouse.MoveAsync(strip.X + strip.Width / 2, strip.Y + 5);
        await Expect(page.Locator("#reading")).ToContainTextAsync("€");
        await page.Mouse.MoveAsync(2, 2);
        await Expect(crosshair).ToBeHiddenAsync();
    }

    [Fact]
    public async Task Looking_closer_at_a_long_curve_asks_for_every_point_of_the_window()
    {
        var runner = App.Runner(start: DateTimeOffset.UtcNow.AddSeconds(-2_600));
        await runner.StartAsync();
        await runner.BeatsAsync(2_500, 1);
        await runner.After(1).EndAsync();
        var page = await OpenAsync($"/sessions/{runner.Id}");
        await LiveAsync(page);
        await Expect(page.Locator("#chart .uplot")).ToHaveCountAsync(1);

        var window = await page.RunAndWaitForResponseAsync(
            () => DragAsync(page, 0.4f, 0.6f),
            response => response.Url.Contains("&from=", StringComparison.Ordinal)
        );

        var curve = JsonNode.Parse(await window.TextAsync())!;
        Assert.InRange((int)curve["total"]!, 400, 600);
        Assert.Equal((int)curve["total"]!, curve["points"]!.AsArray().Count);
    }

    [Fact]
    public async Task A_point_and_its_row_point_at_each_other()
    {
        var page = await FinishedAsync("?beats=each");
        var over = (await page.Locator("#chart .u-over").BoundingBoxAsync())!;

        await page.Mouse.MoveAsync(over.X + over.Width - 2, over.Y + over.Height / 2);
        var newest = page.Locator("#rows tr[data-type=heartbeat]").First;
        await Expect(newest).ToHaveClassAsync(new Regex(@"\blinked\b"));
        await Expect(page.Locator("#reading")).ToContainTextAsync("€10,150.00");

        await page.Locator("#rows tr[data-type=heartbeat]").Nth(2).HoverAsync();
        await Expect(page.Locator("#reading")).ToContainTextAsync("€10,131.00");
        await Expect(newest).Not.ToHaveClassAsync(new Regex(@"\blinked\b"));
    }

    [Fact]
    public async Task A_beat_that_arrives_lengthens_the_curve()
    {
        var runner = App.Runner(start: DateTimeOffset.UtcNow.AddMinutes(-1));
        await Scripts.RunToApiPhaseAsync(runner);
        var page = await OpenAsync($"/sessions/{runner.Id}");
        await LiveAsync(page);
        await Expect(page.Locator("#chart .uplot")).ToHaveCountAsync(1);
        var before = await page.Locator("#beats").GetAttributeAsync("data-to");

        await runner.After(2).BeatAsync(10_200);

        await Expect(page.Locator("[data-field=equity]")).ToHaveTextAsync("€10,200.00");
        await Expect(page.Locator("#beats")).Not.ToHaveAttributeAsync("data-to", before!);
        await page.Locator("#rows tr.beat").First.HoverAsync();
        await Expect(page.Locator("#reading")).ToContainTextAsync("€10,200.00");
    }

    [Fact]
    public async Task The_live_chart_takes_the_place_of_the_drawing_and_nothing_moves()
    {
        var runner = App.Runner(start: DateTimeOffset.UtcNow.AddMinutes(-1));
        await Scripts.FinishedAsync(runner);
        var page = await OpenAsync("/sessions/nobody");
        var answer = new TaskCompletionSource();
        await page.RouteAsync(
            new Regex("/equity"),
            async route =>
            {
                await answer.Task;
                await route.ContinueAsync();
            }
        );
        await page.GotoAsync($"/sessions/{runner.Id}");
        await Expect(page.Locator("#chart svg.curve path.line")).ToBeVisibleAsync();
        var strip = await page.Locator("#beats").BoundingBoxAsync();

        answer.SetResult();

        await Expect(page.Locator("#chart .uplot")).ToHaveCountAsync(1);
        await Expect(page.Locator("#chart .still")).ToHaveCountAsync(0);
        Assert.Equal(strip!.Y, (await page.Locator("#beats").BoundingBoxAsync())!.Y);
    }

    [Fact]
    public async Task On_paper_the_chart_has_the_colours_of_paper()
    {
        const string accents = """
            () => {
              const canvas = document.querySelector("#chart canvas");
              const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
              const has = (r, g, b) => data.some((_, i) => i % 4 === 0 && data[i] === r && data[i + 1] === g && data[i + 2] === b);
              return has(0x2b, 0x5f, 0xd9) ? "light" : has(0x7e, 0xa9, 0xff) ? "dark" : "";
            }
            """;
        var runner = App.Runner(start: DateTimeOffset.UtcNow.AddMinutes(-1));
        await Scripts.FinishedAsync(runner);
        var page = await OpenAsync(
            $"/sessions/{runner.Id}",
            new() { ColorScheme = ColorScheme.Dark }
        );
        await page.WaitForFunctionAsync($"({accents})() === 'dark'");

        await page.EvaluateAsync("dispatchEvent(new Event('beforeprint'))");
        await page.WaitForFunctionAsync($"({accents})() === 'light'");

        await page.EvaluateAsync("dispatchEvent(new Event('afterprint'))");
        await page.WaitForFunctionAsync($"({accents})() === 'dark'");
    }

    /// <summary>From one part of the chart's width to another.</summary>
    private static async Task DragAsync(IPage page, float from, float to)
    {
        var over = (await page.Locator("#chart .u-over").BoundingBoxAsync())!;
        var middle = over.Y + over.Height / 2;
        await page.Mouse.MoveAsync(over.X + over.Width * from, middle);
        await page.Mouse.DownAsync();
        await page.Mouse.MoveAsync(over.X + over.Width * to, middle, new() { Steps = 4 });
        await page.Mouse.UpAsync();
    }

    private async Task<IPage> FinishedAsync(string query = "")
    {
        var runner = App.Runner(start: DateTimeOffset.UtcNow.AddMinutes(-1));
        await Scripts.FinishedAsync(runner);
        var page = await OpenAsync($"/sessions/{runner.Id}{query}");
        await LiveAsync(page);
        await Expect(page.Locator("#chart .uplot")).ToHaveCountAsync(1);
        return page;
    }
}
