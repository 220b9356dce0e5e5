using Dashboard.Tests.Store;
using Sessions;
using static Microsoft.Playwright.Assertions;

namespace Dashboard.Browser.Tests;

public sealed class ListTests(Chromium chromium) : BrowserTest(chromium)
{
    [Fact]
    public async Task Filters_and_order_go_into_the_address_and_back_takes_them_out()
    {
        await Scripts.FinishedAsync(App.Runner(start: DateTimeOffset.UtcNow.AddMinutes(-9)));
        var failed = App.Runner(start: DateTimeOffset.UtcNow.AddMinutes(-5));
        await Scripts.FinishedAsync(failed, EventStatus.Failed);
        var page = await OpenAsync("/");
        await Expect(page.Locator("#sessions tr.row")).ToHaveCountAsync(2);

        await page.Locator("select[name=verdict]").SelectOptionAsync("failed");
        await Expect(page.Locator("#sessions tr.row")).ToHaveCountAsync(1);
        await Expect(page)
            .ToHaveURLAsync(new System.Text.RegularExpressions.Regex("verdict=failed"));
        await Expect(page.Locator("[data-total=sessions]")).ToHaveTextAsync("1");
        await page.Locator("th a", new() { HasText = "ROI" }).ClickAsync();
        await Expect(page.Locator("th[aria-sort=descending]")).ToHaveTextAsync("ROI");
        await Expect(page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("sort=roi"));

        await page.GoBackAsync();
        await Expect(page.Locator("th[aria-sort=descending]")).ToHaveTextAsync("Started");
        await LiveAsync(page);
        await page.GoBackAsync();
        await Expect(page.Locator("#sessions tr.row")).ToHaveCountAsync(2);
        await LiveAsync(page);
        await page.GoForwardAsync();
        await Expect(page.Locator("#sessions tr.row")).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task A_click_anywhere_on_a_row_opens_its_session()
    {
        var runner = App.Runner(start: DateTimeOffset.UtcNow.AddMinutes(-9));
        await Scripts.FinishedAsync(runner);
        var page = await OpenAsync("/?sort=roi");
        await Expect(page.Locator($"#s-{runner.Id} .started"))
            .ToHaveTextAsync(
                new System.Text.RegularExpressions.Regex(@"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$")
            );

        await page.Locator($"#s-{runner.Id} .sentence").ClickAsync();

        await page.WaitForURLAsync($"**/sessions/{runner.Id}");
    }

    [Fact]
    public async Task A_fifth_selected_session_is_said_to_be_one_too_many()
    {
        for (var i = 1; i <= 5; i++)
        {
            await Scripts.FinishedAsync(App.Runner(start: DateTimeOffset.UtcNow.AddMinutes(-i)));
        }

        var page = await OpenAsync("/");
        await LiveAsync(page);
        string[] said =
        [
            "Compare: select one more",
            "Compare",
            "Compare 3",
            "Compare 4",
            "Compare: select at most 4",
        ];
        foreach (var (words, i) in said.Select((words, i) => (words, i)))
        {
            await page.Locator("#sessions input").Nth(i).CheckAsync();
            await Expect(page.Locator("#compare-chosen")).ToHaveTextAsync(words);
        }

        await Expect(page.Locator("#compare-chosen")).ToBeDisabledAsync();
    }

    [Fact]
    public async Task What_starts_and_ends_changes_rows_order_and_totals_by_itself()
    {
        await Scripts.FinishedAsync(App.Runner(start: DateTimeOffset.UtcNow.AddMinutes(-3)));
        var page = await OpenAsync("/");
        await LiveAsync(page);
        await page.EvaluateAsync("window.sameDocument = true");
        var runner = App.Runner();

        await runner.StartAsync();

        await Expect(page.Locator("#sessions tr.row").First)
            .ToHaveAttributeAsync("id", $"s-{runner.Id}");
        await Expect(page.Locator("[data-total=running]")).ToHaveTextAsync("1");
        await runner.After(0.5).BeatAsync(10_500);
        await Expect(page.Locator($"#s-{runner.Id} .equity")).ToHaveTextAsync("€10,500.00");
        await Expect(page.Locator("[data-total=pnl]")).ToHaveTextAsync("+€650.00");
        await runner.EndAsync(EventStatus.Failed);
        await Expect(page.Locator($"#s-{runner.Id}"))
            .ToHaveAttributeAsync("data-verdict", "failed");
        await Expect(page.Locator("[data-total=success-rate]")).ToHaveTextAsync("50.0 %");
        Assert.True(await page.EvaluateAsync<bool>("window.sameDocument"));
    }

    [Fact]
    public async Task A_browser_that_comes_back_is_told_what_happened_since()
    {
        const string lookedAnHourAgo =
            "localStorage.getItem('sessions:last-look') ?? localStorage.setItem('sessions:last-look', new Date(Date.now() - 3600000).toISOString())";
        await Scripts.FinishedAsync(App.Runner(start: DateTimeOffset.UtcNow.AddHours(-3)));
        await Scripts.FinishedAsync(App.Runner(start: DateTimeOffset.UtcNow.AddMinutes(-20)));
        await Scripts.FinishedAsync(
            App.Runner(start: DateTimeOffset.UtcNow.AddMinutes(-9)),
            EventStatus.Failed
        );
        var missing = App.Runner(start: DateTimeOffset.UtcNow.AddHours(-2));
        await missing.StartAsync(
            runnerName: "backup",
            schedule: new Schedule(null, null, IntervalSeconds: 5_000, GraceSeconds: 60)
        );
        await missing.After(1).EndAsync(EventStatus.Success);
        var page = await OpenAsync("/api");
        await page.EvaluateAsync(lookedAnHourAgo);

        await page.GotoAsync("/");
        var since = page.Locator("#since");
        await Expect(since.Locator("li"))
            .ToHaveTextAsync(["1 finished", "1 failed", "1 overdue", "+€300.00"]);
        await page.Keyboard.PressAsync("Escape");
        await Expect(since).ToBeHiddenAsync();

        // Just seen: nothing to tell.
        await page.ReloadAsync();
        await LiveAsync(page);
        await Expect(since).ToBeHiddenAsync();
    }

    [Fact]
    public async Task A_new_session_that_the_filter_keeps_out_stays_out()
    {
        var well = App.Runner(start: DateTimeOffset.UtcNow.AddMinutes(-3));
        await Scripts.FinishedAsync(well);
        var page = await OpenAsync("/?verdict=success");
        await LiveAsync(page);
        var runner = App.Runner();

        await runner.StartAsync();
        await runner.EndAsync(EventStatus.Failed);
        var second = App.Runner();
        await second.StartAsync();
        await second.EndAsync();

        await Expect(page.Locator($"#s-{second.Id}")).ToHaveCountAsync(1);
        await Expect(page.Locator($"#s-{runner.Id}")).ToHaveCountAsync(0);
        await Expect(page.Locator("[data-total=sessions]")).ToHaveTextAsync("2");
    }

    [Fact]
    public async Task Two_ticked_sessions_are_compared_also_after_their_rows_have_changed()
    {
        var older = App.Runner(start: DateTimeOffset.UtcNow.AddMinutes(-3));
        await Scripts.FinishedAsync(older);
        var running = App.Runner();
        await running.StartAsync();
        var page = await OpenAsync("/");
        await LiveAsync(page);
        await Expect(page.Locator("#compare-chosen")).ToBeDisabledAsync();
        await page.Locator($"#s-{older.Id} input").CheckAsync();
        await page.Locator($"#s-{running.Id} input").CheckAsync();

        await running.After(0.5).BeatAsync(10_200);
        await Expect(page.Locator($"#s-{running.Id} .equity")).ToHaveTextAsync("€10,200.00");
        await page.Locator("#compare-chosen").ClickAsync();

        await page.WaitForURLAsync($"**/compare?a={older.Id}&b={running.Id}");
        await Expect(page.Locator("#overlay canvas")).ToHaveCountAsync(1);
        await running.After(0.5).EndAsync(EventStatus.Failed);
        await Expect(page.Locator("[data-figure=verdict-b]")).ToContainTextAsync("Failed");
        await Expect(page.Locator("#overlay canvas")).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task Scrolling_down_brings_older_sessions_until_the_first()
    {
        for (var i = 0; i < 120; i++)
        {
            var runner = App.Runner(start: DateTimeOffset.UtcNow.AddMinutes(-i - 1));
            await runner.StartAsync();
            await runner.After(1).EndAsync();
        }

        var page = await OpenAsync("/");
        await LiveAsync(page);
        await Expect(page.Locator("#sessions tr.row")).ToHaveCountAsync(50);
        foreach (var count in (int[])[100, 120])
        {
            // In one step: a row that is found first may have been replaced by then.
            await page.EvaluateAsync(
                "[...document.querySelectorAll('#sessions tr')].at(-1).scrollIntoView()"
            );
            await Expect(page.Locator("#sessions tr.row")).ToHaveCountAsync(count);
        }

        await App.Runner().StartAsync();
        await Expect(page.Locator("#new-sessions")).ToHaveTextAsync("1 new ↑");
        await Expect(page.Locator("#sessions tr.row")).ToHaveCountAsync(120);
    }

    [Fact]
    public async Task A_collector_that_goes_away_is_said_above_the_list_without_a_reload()
    {
        await Scripts.FinishedAsync(App.Runner(start: DateTimeOffset.UtcNow.AddMinutes(-3)));
        var page = await OpenAsync("/");
        await LiveAsync(page);
        await Expect(page.Locator("[data-notice=collector-away]")).ToHaveCountAsync(0);

        App.Collector.GoAway();

        await Expect(page.Locator("[data-notice=collector-away]"))
            .ToContainTextAsync("dotnet run --project Collector");
        await Expect(page.Locator("#sessions tr.row")).ToHaveCountAsync(1);
    }
}
