using Dashboard.Tests.Store;
using Microsoft.Playwright;
using Sessions;
using static Microsoft.Playwright.Assertions;

namespace Dashboard.Browser.Tests;

public sealed class LiveTests(Chromium chromium) : BrowserTest(chromium)
{
    [Fact]
    public async Task A_phase_appears_while_it_runs_without_a_reload()
    {
        var runner = App.Runner();
        await runner.StartAsync();
        var page = await OpenAsync($"/sessions/{runner.Id}");
        await LiveAsync(page);
        await page.EvaluateAsync("window.sameDocument = true");
        await Expect(page.Locator("[data-field=phase]")).ToHaveTextAsync("—");

        await runner.After(0.5).PhaseAsync("api_phase", 0);

        await Expect(page.Locator("[data-field=phase]")).ToHaveTextAsync("Api Phase");
        await Expect(page.Locator("#phases li[data-phase=api_phase]"))
            .ToHaveAttributeAsync("data-status", "running");
        await Expect(page.Locator("#rows tr[data-type=phase_start]")).ToHaveCountAsync(1);

        await runner.After(0.5).CheckAsync("api_keys_present", EventStatus.Fail, "no key");
        await Expect(page.Locator("#checks li.bad")).ToContainTextAsync("api_keys_present");
        await runner.After(0.5).BeatAsync(10_150, wins: 6, losses: 4);
        await Expect(page.Locator("[data-field=wins]")).ToHaveTextAsync("6/10 wins");
        await Expect(page.Locator("[data-field=pnl]")).ToHaveTextAsync("+€150.00");

        await runner.After(0.5).EndPhaseAsync();
        await runner.After(0.1).EndAsync();
        await Expect(page.Locator("#verdict")).ToHaveAttributeAsync("data-verdict", "success");
        await Expect(page).ToHaveTitleAsync("✓ Success · index-trader");
        Assert.True(await page.EvaluateAsync<bool>("window.sameDocument"));
    }

    [Fact]
    public async Task A_cut_connection_says_so_and_comes_back_without_a_hole_or_a_double()
    {
        var runner = App.Runner();
        await runner.StartAsync();
        await runner.PhaseAsync("api_phase", 0);
        await using var link = new WeakLink(App.Address);
        var page = await OpenAsync($"{link.Address}sessions/{runner.Id}?beats=each");
        await LiveAsync(page);
        await runner.After(0.5).BeatAsync();
        await Expect(page.Locator("#rows tr[data-type=heartbeat]")).ToHaveCountAsync(1);

        link.Cut();
        await Expect(page.Locator("#connection")).ToHaveAttributeAsync("data-state", "lost");
        for (var i = 0; i < 5; i++)
        {
            await runner.After(0.5).BeatAsync();
        }

        await Expect(page.Locator("#rows tr[data-type=heartbeat]")).ToHaveCountAsync(1);
        link.Mend();

        await LiveAsync(page);
        await Expect(page.Locator("#rows tr[data-type=heartbeat]")).ToHaveCountAsync(6);
        await runner.After(0.5).BeatAsync();
        await Expect(page.Locator("#rows tr[data-type=heartbeat]")).ToHaveCountAsync(7);
    }

    [Fact]
    public async Task A_link_that_swallows_all_bytes_is_not_live_after_two_keep_alives_and_is_retried()
    {
        var runner = App.Runner();
        await runner.StartAsync();
        await using var link = new WeakLink(App.Address);
        var page = await OpenAsync($"{link.Address}sessions/{runner.Id}");
        await LiveAsync(page);

        link.Swallow();
        await Expect(page.Locator("#connection"))
            .ToHaveAttributeAsync("data-state", "lost", new() { Timeout = 15_000 });
        await Expect(page.Locator("#stale")).ToBeVisibleAsync();
        await runner.After(0.5).PhaseAsync("api_phase", 0);
        link.Mend();

        await LiveAsync(page);
        await Expect(page.Locator("#stale")).ToBeHiddenAsync();
        await Expect(page.Locator("#rows tr[data-type=phase_start]")).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task Thirty_tabs_of_one_browser_are_all_live()
    {
        var runners = Enumerable.Range(0, 5).Select(_ => App.Runner()).ToArray();
        foreach (var runner in runners)
        {
            await runner.StartAsync();
        }

        var first = await OpenAsync($"/sessions/{runners[0].Id}");
        var pages = new List<IPage> { first };
        for (var i = 1; i < 30; i++)
        {
            var page = await first.Context.NewPageAsync();
            await page.GotoAsync($"/sessions/{runners[i % 5].Id}");
            pages.Add(page);
        }

        foreach (var page in pages)
        {
            await LiveAsync(page);
        }

        foreach (var runner in runners)
        {
            await runner.After(0.5).EndAsync(EventStatus.Failed);
        }

        foreach (var page in pages)
        {
            await Expect(page).ToHaveTitleAsync("✕ Failed · index-trader");
            await Expect(page.Locator("#favicon")).ToHaveAttributeAsync("href", "/icons/bad.svg");
        }
    }

    [Fact]
    public async Task A_session_that_has_ended_holds_no_connection()
    {
        var runner = App.Runner(start: DateTimeOffset.UtcNow.AddMinutes(-1));
        await Scripts.FinishedAsync(runner);
        var page = await OpenAsync("/sessions/nobody");
        var sockets = 0;
        page.WebSocket += (_, _) => sockets++;

        await page.GotoAsync($"/sessions/{runner.Id}");
        await Expect(page.Locator("#connection")).ToHaveTextAsync("ended");
        await Expect(page.Locator("#chart .uplot")).ToHaveCountAsync(1);

        Assert.Equal(0, sockets);
    }

    [Fact]
    public async Task A_compared_session_is_followed_again_after_a_refusal()
    {
        var (older, running) = (App.Runner(), App.Runner());
        await Scripts.FinishedAsync(older);
        await running.StartAsync();
        var page = await OpenAsync("/");
        var refusals = 1;
        await page.RouteAsync(
            "**/live/negotiate*",
            route =>
                Interlocked.Decrement(ref refusals) >= 0
                    ? route.FulfillAsync(new RouteFulfillOptions { Status = 503 })
                    : route.ContinueAsync()
        );

        await page.GotoAsync($"/compare?a={older.Id}&b={running.Id}");

        await LiveAsync(page);
        await running.After(0.5).EndAsync(EventStatus.Failed);
        await Expect(page.Locator("[data-figure=verdict-b]")).ToContainTextAsync("Failed");
        Assert.True(refusals < 0);
    }

    [Fact]
    public async Task New_rows_wait_while_the_reader_is_elsewhere_in_the_feed()
    {
        var runner = App.Runner(start: DateTimeOffset.UtcNow.AddMinutes(-5));
        await runner.StartAsync();
        await runner.BeatsAsync(90, 2);

        var page = await OpenAsync($"/sessions/{runner.Id}?beats=each");
        await LiveAsync(page);
        var row = page.Locator("#rows tr[data-type]").Nth(40);
        await row.ScrollIntoViewIfNeededAsync();
        var before = await row.BoundingBoxAsync();

        for (var i = 0; i < 3; i++)
        {
            await runner.After(2).BeatAsync();
        }

        await Expect(page.Locator("#new-rows")).ToHaveTextAsync("3 new ↑");
        Assert.Equal(before!.Y, (await row.BoundingBoxAsync())!.Y);
        await page.Locator("#new-rows").ClickAsync();
        await Expect(page.Locator("#new-rows")).ToBeHiddenAsync();
        await Expect(page.Locator("#rows tr[data-type]").First.Locator(".msg"))
            .ToContainTextAsync("Heartbeat 93");
    }

    [Fact]
    public async Task Scrolling_down_brings_older_rows_until_the_first()
    {
        var runner = App.Runner(start: DateTimeOffset.UtcNow.AddMinutes(-9));
        await runner.StartAsync();
        await runner.BeatsAsync(230, 2);

        var page = await OpenAsync($"/sessions/{runner.Id}?beats=each");
        await Expect(page.Locator("#rows tr[data-type]")).ToHaveCountAsync(100);
        for (var shown = 100; shown < 231; shown = Math.Min(shown + 100, 231))
        {
            // In one step: a row that is found first may have been replaced by then.
            await page.EvaluateAsync(
                "[...document.querySelectorAll('#rows tr')].at(-1).scrollIntoView()"
            );
            await Expect(page.Locator("#rows tr[data-type]"))
                .ToHaveCountAsync(Math.Min(shown + 100, 231));
        }

        await Expect(page.Locator("#rows tr").Last.Locator(".type"))
            .ToHaveTextAsync("session start");
    }

    [Fact]
    public async Task A_row_opens_beneath_itself_and_closes_again()
    {
        var runner = App.Runner();
        await runner.StartAsync();
        await runner.PhaseAsync("api_phase", 0);
        await runner.ErrorAsync("BrokerTimeout", "<script>alert(1)</script>");
        var page = await OpenAsync($"/sessions/{runner.Id}");
        await LiveAsync(page);

        await page.Locator("#rows tr.bad .msg").ClickAsync();
        await Expect(page.Locator("#rows tr.opened")).ToContainTextAsync("exception.stacktrace");
        await Expect(page.Locator("#rows tr.opened"))
            .ToContainTextAsync("<script>alert(1)</script>");
        await page.Locator("#rows tr.bad .msg").ClickAsync();

        await Expect(page.Locator("#rows tr.opened")).ToHaveCountAsync(0);
    }
}
