using Dashboard.Browser.Tests.Pictures;
using Dashboard.Tests.Store;
using Microsoft.Playwright;
using Sessions;
using static Microsoft.Playwright.Assertions;

namespace Dashboard.Browser.Tests;

/// <summary>For everybody: screen readers, dark rooms, paper, small screens, and browsers without script.</summary>
public sealed class AccessTests(Chromium chromium) : BrowserTest(chromium)
{
    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task No_page_has_a_serious_accessibility_finding(ColorScheme scheme)
    {
        var page = await OpenAsync("/", new() { ColorScheme = scheme });
        foreach (var path in await PathsAsync())
        {
            await page.GotoAsync(path);
            await Expect(page.Locator("main")).ToBeVisibleAsync();
            var findings = await Axe.SeriousAsync(page);
            Assert.True(findings.Length == 0, $"{path}\n{string.Join('\n', findings)}");
        }
    }

    [Fact]
    public async Task Dark_follows_the_system()
    {
        await Scripts.FinishedAsync(App.Runner(start: DateTimeOffset.UtcNow.AddMinutes(-3)));
        var page = await OpenAsync("/", new() { ColorScheme = ColorScheme.Dark });
        const string ground = "getComputedStyle(document.body).backgroundColor";
        var dark = await page.EvaluateAsync<string>(ground);

        await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Light });

        Assert.Equal("rgb(14, 17, 22)", dark);
        Assert.Equal("rgb(246, 247, 249)", await page.EvaluateAsync<string>(ground));
    }

    [Fact]
    public async Task Pages_say_the_same_without_script_and_load_themselves_anew()
    {
        var runner = App.Runner();
        await Scripts.RunToApiPhaseAsync(runner);
        await runner.After(2).BeatAsync(10_150, wins: 1);
        var page = await OpenAsync("/", new() { JavaScriptEnabled = false });

        await Expect(page.Locator("#sessions tr.row .equity")).ToHaveTextAsync("€10,150.00");
        await Expect(page.Locator("meta[http-equiv=refresh]")).ToHaveCountAsync(1);
        await Expect(page.Locator("#connection")).ToBeHiddenAsync();
        await page.Locator("select[name=verdict]").SelectOptionAsync("failed");
        await page.Locator("#filters button[type=submit]").First.ClickAsync();
        await Expect(page.Locator("[data-notice=no-match]")).ToBeVisibleAsync();

        await page.GotoAsync($"/sessions/{runner.Id}");
        await Expect(page.Locator("[data-field=equity]")).ToHaveTextAsync("€10,150.00");
        await Expect(page.Locator("meta[http-equiv=refresh]")).ToHaveCountAsync(1);
        Assert.NotEqual(0, await page.Locator("#plain-rows tbody tr").CountAsync());
        var curve = page.Locator("#chart svg.curve");
        await Expect(curve).ToBeVisibleAsync();
        await Expect(curve.Locator(".times text").Last).ToBeVisibleAsync();
        await page.EmulateMediaAsync(new() { Media = Media.Print });
        await Expect(curve).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Paper_gets_the_figures_and_none_of_the_controls()
    {
        await Scripts.FinishedAsync(App.Runner(start: DateTimeOffset.UtcNow.AddMinutes(-3)));
        var page = await OpenAsync("/", new() { ColorScheme = ColorScheme.Dark });
        await page.EmulateMediaAsync(new() { Media = Media.Print });

        await Expect(page.Locator("#totals")).ToBeVisibleAsync();
        await Expect(page.Locator("#filters")).ToBeHiddenAsync();
        await Expect(page.Locator("#connection")).ToBeHiddenAsync();
        Assert.Equal(
            "rgb(255, 255, 255)",
            await page.EvaluateAsync<string>("getComputedStyle(document.body).backgroundColor")
        );
    }

    [Fact]
    public async Task Nothing_scrolls_sideways_on_a_phone_or_on_a_desk()
    {
        var page = await OpenAsync("/");
        foreach (var path in await PathsAsync())
        {
            // Growing, not shrinking: a drawing follows its page's width a moment later.
            await page.SetViewportSizeAsync(390, 844);
            await page.GotoAsync(path);
            Assert.Equal(390, await WidthAsync());
            await page.SetViewportSizeAsync(1440, 844);
            Assert.Equal(1440, await WidthAsync());
        }

        Task<int> WidthAsync() => page.EvaluateAsync<int>("document.documentElement.scrollWidth");
    }

    /// <summary>Every kind of page, with something of every kind on it.</summary>
    private async Task<string[]> PathsAsync()
    {
        var well = App.Runner(start: DateTimeOffset.UtcNow.AddMinutes(-9));
        await Scripts.FinishedAsync(well);
        var failed = App.Runner(start: DateTimeOffset.UtcNow.AddMinutes(-5));
        await Scripts.FinishedAsync(failed, EventStatus.Failed);
        await failed.ErrorAsync("BrokerTimeout", "no answer");
        var running = App.Runner();
        await Scripts.RunToApiPhaseAsync(running);
        await running.RetryAsync(1, "broker timeout");
        var fleet = new Fleet(App);
        await fleet.WriteAsync();
        fleet.Tell();
        return
        [
            "/",
            "/?q=nobody",
            "/?range=custom&from=nonsense",
            $"/sessions/{well.Id}",
            $"/sessions/{well.Id}?range=custom&from=nonsense",
            $"/sessions/{failed.Id}",
            $"/sessions/{running.Id}",
            $"/compare?a={well.Id}&b={failed.Id}",
            "/sessions/nobody",
            "/runners",
            "/runners?state=failing&q=nobody",
            $"/runners/{Fleet.Failing}",
            $"/runners/{Fleet.Trading}",
            $"/runners/{Fleet.Overdue}",
            "/incidents",
        ];
    }
}
