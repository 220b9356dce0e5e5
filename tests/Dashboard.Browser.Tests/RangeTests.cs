using System.Text.RegularExpressions;
using Dashboard.Tests.Store;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Dashboard.Browser.Tests;

/// <summary>A range of time of the reader's own.</summary>
public sealed class RangeTests(Chromium chromium) : BrowserTest(chromium)
{
    // Berlin is an hour ahead of UTC then, New York five behind.
    private static readonly DateTimeOffset Start = new(2025, 1, 31, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task It_is_typed_in_local_time_and_its_address_means_the_same_elsewhere()
    {
        var page = await FinishedAsync();
        await page.Locator("select[name=range]").SelectOptionAsync("custom");

        await page.Locator("input[name=from]").FillAsync("2025-01-31T10:00:03");
        await page.Locator("input[name=to]").FillAsync("2025-01-31T10:00:06");
        await page.Locator(".custom button").ClickAsync();

        await Expect(page.Locator("#rows tr[data-type=runner_start]")).ToHaveCountAsync(0);
        await Expect(page.Locator("#rows tr[data-type=checkpoint]")).ToHaveCountAsync(1);
        await Expect(page)
            .ToHaveURLAsync(new Regex("from=2025-01-31T09%3A00%3A03Z&to=2025-01-31T09%3A00%3A06Z"));
        await Expect(page.Locator("input[name=from]")).ToHaveValueAsync("2025-01-31T10:00:03");
        var elsewhere = await OpenAsync(page.Url, new() { TimezoneId = "America/New_York" });
        await Expect(elsewhere.Locator("#rows tr[data-type=checkpoint]")).ToHaveCountAsync(1);
        await Expect(elsewhere.Locator("input[name=from]")).ToHaveValueAsync("2025-01-31T04:00:03");
    }

    [Fact]
    public async Task Nonsense_is_said_to_be_nonsense_and_shows_nothing()
    {
        var page = await FinishedAsync();
        await page.Locator("select[name=range]").SelectOptionAsync("custom");
        await page.Locator("input[name=from]").FillAsync("2025-01-31T11:00");
        await page.Locator("input[name=to]").FillAsync("2025-01-31T10:00");
        await page.Locator(".custom button").ClickAsync();

        await Expect(page.Locator("#range-problem")).ToContainTextAsync("ends before it begins");
        await Expect(page.Locator("#rows tbody tr")).ToHaveCountAsync(0);
        await page.GotoAsync("/?range=custom&from=2026-02-30");
        await Expect(page.Locator("[data-notice=no-such-range]"))
            .ToContainTextAsync("“2026-02-30”");
        await page.GotoAsync("/?range=custom&from=2026-02-03&to=2026-02-01");
        await Expect(page.Locator("[data-notice=no-such-range]"))
            .ToContainTextAsync("last day is before the first");
    }

    [Fact]
    public async Task Without_script_it_is_typed_in_utc()
    {
        var page = await FinishedAsync(new() { JavaScriptEnabled = false });
        await page.Locator("select[name=range]").SelectOptionAsync("custom");
        await page.Locator("#refresh").ClickAsync();

        await page.Locator("input[name=from]").FillAsync("2025-01-31T09:00:03");
        await page.Locator("input[name=to]").FillAsync("2025-01-31T09:00:06");
        await page.Locator(".custom button").ClickAsync();

        await Expect(page.Locator("#plain-rows tr[data-type=checkpoint]")).ToHaveCountAsync(1);
        await Expect(page.Locator("#plain-rows tr[data-type=runner_start]")).ToHaveCountAsync(0);
        await Expect(page.Locator("input[name=from]")).ToHaveValueAsync("2025-01-31T09:00:03");
    }

    private async Task<IPage> FinishedAsync(BrowserNewContextOptions? options = null)
    {
        var runner = App.Runner(start: Start);
        await Scripts.FinishedAsync(runner);
        return await OpenAsync($"/sessions/{runner.Id}", options);
    }
}
