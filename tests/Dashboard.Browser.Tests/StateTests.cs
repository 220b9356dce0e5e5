using System.Text.RegularExpressions;
using Dashboard.Tests.Store;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Dashboard.Browser.Tests;

/// <summary>Whenever the page cannot show what is asked for, it says why and what to do; and goes on by itself.</summary>
public sealed class StateTests(Chromium chromium) : BrowserTest(chromium)
{
    [Fact]
    public async Task A_page_that_is_cut_off_says_since_when_and_its_clocks_stand_still()
    {
        var runner = App.Runner();
        await runner.StartAsync();
        await runner.PhaseAsync("api_phase", 0);
        await using var link = new WeakLink(App.Address);
        var page = await OpenAsync($"{link.Address}sessions/{runner.Id}");
        await LiveAsync(page);
        await Expect(page.Locator("#stale")).ToBeHiddenAsync();

        link.Cut();
        await Expect(page.Locator("#stale"))
            .ToContainTextAsync(new Regex(@"as of \d\d:\d\d:\d\d\."));
        await Expect(page).ToHaveTitleAsync(new Regex("^⚡.+Not live · .+index-trader$"));
        var age = await page.Locator("[data-field=uptime]").TextContentAsync();
        // Whatever changes a moment that is counted from makes the clocks tick at once; these do not.
        await page.EvaluateAsync(
            "document.querySelector('[data-field=uptime] [data-since]').dataset.since = '2020-01-01T00:00:00Z'"
        );
        Assert.Equal(age, await page.Locator("[data-field=uptime]").TextContentAsync());

        link.Mend();
        await LiveAsync(page);
        await Expect(page.Locator("#stale")).ToBeHiddenAsync();
        await Expect(page).ToHaveTitleAsync(new Regex("^[^⚡]+ · index-trader$"));
    }

    [Fact]
    public async Task What_is_asked_for_is_said_to_be_on_its_way_while_the_old_stands()
    {
        var runner = App.Runner(start: DateTimeOffset.UtcNow.AddMinutes(-1));
        await Scripts.FinishedAsync(runner);
        var page = await OpenAsync($"/sessions/{runner.Id}");
        await LiveAsync(page);
        var rows = await page.Locator("#rows tbody tr").CountAsync();
        var answer = new TaskCompletionSource();
        await page.RouteAsync(
            new Regex(@"\?type=checkpoint$"),
            async route =>
            {
                await answer.Task;
                await route.ContinueAsync();
            }
        );

        await page.Locator("select[name=type]").SelectOptionAsync("checkpoint");
        await Expect(page.Locator("#feed")).ToHaveAttributeAsync("aria-busy", "true");
        await Expect(page.Locator("#rows tbody tr")).ToHaveCountAsync(rows);
        answer.SetResult();

        await Expect(page.Locator("#rows tbody tr")).ToHaveCountAsync(4);
        await Expect(page.Locator("#feed[aria-busy]")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task What_could_not_be_loaded_is_said_and_a_curve_is_asked_for_again()
    {
        var runner = App.Runner(start: DateTimeOffset.UtcNow.AddMinutes(-1));
        await Scripts.FinishedAsync(runner);
        var page = await OpenAsync("/sessions/nobody");
        var fails = true;
        await page.RouteAsync(
            new Regex("/equity|type=checkpoint$"),
            route => fails ? route.AbortAsync() : route.ContinueAsync()
        );
        await page.GotoAsync($"/sessions/{runner.Id}");
        await LiveAsync(page);
        await Expect(page.Locator("#chart"))
            .ToHaveAttributeAsync("data-say", new Regex("could not be loaded"));
        await page.Locator("select[name=type]").SelectOptionAsync("checkpoint");
        await Expect(page.Locator("#feed .failure")).ToContainTextAsync("could not be loaded");

        fails = false;

        await Expect(page.Locator("#chart .uplot")).ToHaveCountAsync(1);
        await Expect(page.Locator("#chart")).ToHaveAttributeAsync("data-say", "");
    }

    [Fact]
    public async Task A_session_without_equity_says_what_its_curve_waits_for()
    {
        var runner = App.Runner();
        await runner.StartAsync();
        var page = await OpenAsync($"/sessions/{runner.Id}");
        await Expect(page.Locator("#chart"))
            .ToHaveAttributeAsync("data-say", new Regex("^No equity yet"));

        await runner.After(0.5).PhaseAsync("api_phase", 0);
        await runner.After(0.5).BeatAsync(10_050);

        await Expect(page.Locator("#chart")).ToHaveAttributeAsync("data-say", "");
    }

    [Fact]
    public async Task A_store_that_comes_and_the_first_session_appear_by_themselves()
    {
        await using var app = new DashboardApp();
        await app.StartAsync();
        var page = await OpenAsync(app.Address.ToString());
        await Expect(page.Locator("[data-notice=store-away]"))
            .ToContainTextAsync("dotnet run --project Collector");

        _ = app.Writer;
        await Expect(page.Locator("[data-notice=no-sessions]"))
            .ToContainTextAsync("dotnet run --project Runner.Worker");
        await LiveAsync(page);
        var runner = app.Runner();
        await runner.StartAsync();

        await Expect(page.Locator($"#s-{runner.Id}")).ToBeVisibleAsync();
        await Expect(page.Locator("[data-notice=no-sessions]")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task An_unknown_session_is_shown_on_another_look_once_it_has_reported()
    {
        var runner = App.Runner();
        var page = await OpenAsync($"/sessions/{runner.Id}");
        await Expect(page.Locator("[data-notice=unknown-session]")).ToContainTextAsync(runner.Id);

        await runner.StartAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Retry" }).ClickAsync();

        await Expect(page.Locator("#verdict")).ToBeVisibleAsync();
    }
}
