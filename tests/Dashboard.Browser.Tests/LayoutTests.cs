using System.Globalization;
using Dashboard.Browser.Tests.Pictures;
using Dashboard.Tests.Store;
using Microsoft.Playwright;
using Sessions;
using static Microsoft.Playwright.Assertions;

namespace Dashboard.Browser.Tests;

/// <summary>Whatever a runner calls things, a page keeps its shape on every screen. Pictures go to LAYOUT_PICTURES, if it is set.</summary>
public sealed class LayoutTests(Chromium chromium) : BrowserTest(chromium)
{
    private static readonly string Long = string.Concat(Enumerable.Repeat("unbroken_name_", 13));
    private const string RightToLeft = "\u202Eשלום עולם (x) مرحبا";

    [Theory]
    [InlineData(390)]
    [InlineData(768)]
    [InlineData(1440)]
    public async Task Long_and_right_to_left_names_stay_in_their_places(int width)
    {
        var runner = App.Runner("a", DateTimeOffset.UtcNow.AddMinutes(-1));
        await runner.StartAsync(runnerName: Long);
        await runner.PhaseAsync(Long, 0);
        await runner.After(1).CheckAsync(Long, EventStatus.Fail, RightToLeft + Long);
        await runner.After(1).BeatAsync(10_100);
        await runner.After(1).ErrorAsync(Long, Long);
        await runner.After(1).RetryAsync(1, Long);
        await runner.After(1).EndPhaseAsync(EventStatus.Failed);
        await runner.PhaseAsync(RightToLeft, 1);
        await runner.After(1).BeatAsync(10_050);
        await runner.After(1).EndAsync(EventStatus.Failed);
        using var alerter = new AlerterFile(App.AlerterFile);
        alerter.Incident("i", "failed", Long, "a", runner.Now, null, RightToLeft + Long);
        alerter.Message("i", Long, "Opened", runner.Now, attempts: 1, problem: Long);

        foreach (
            var path in (string[])
                [
                    "/",
                    "/sessions/a",
                    "/compare?a=a&b=a",
                    "/runners",
                    $"/runners/{Long}",
                    "/incidents",
                ]
        )
        {
            var page = await OpenAsync(
                path,
                new()
                {
                    ViewportSize = new() { Width = width, Height = 900 },
                }
            );
            if (await page.Locator("#connection").CountAsync() > 0)
            {
                await LiveAsync(page);
            }

            await PictureAsync(page, $"long-{path.Split('/', '?')[1]}-{width}");
            Assert.Equal(
                $"{path} {width} ",
                await page.EvaluateAsync<string>(
                    """
                    path => {
                      const width = document.documentElement.scrollWidth;
                      const wide = [...document.querySelectorAll("body *")].filter((e) => width > innerWidth && e.getBoundingClientRect().right > width - 2);
                      return `${path} ${width} ${wide.map((e) => `${e.tagName}#${e.id}.${e.className}`)}`;
                    }
                    """,
                    path
                )
            );
        }
    }

    [Theory]
    [InlineData(390)]
    [InlineData(1440)]
    public async Task Nothing_jumps_while_a_page_loads_and_goes_live(int width)
    {
        var runner = App.Runner("a", DateTimeOffset.UtcNow.AddMinutes(-1));
        await Scripts.RunToApiPhaseAsync(runner);
        await new Fleet(App).WriteAsync();
        foreach (
            var path in (string[])["/", "/sessions/a", "/runners", $"/runners/{Fleet.Failing}"]
        )
        {
            var page = await OpenAsync(
                path,
                new()
                {
                    ViewportSize = new() { Width = width, Height = 900 },
                }
            );
            await LiveAsync(page);
            await Expect(page.Locator(".chart:not(:has(canvas))")).ToHaveCountAsync(0);

            var shift = await page.EvaluateAsync<double>(
                """
                () => new Promise((done) => new PerformanceObserver((list) =>
                  done(list.getEntries().reduce((sum, entry) => sum + (entry.hadRecentInput ? 0 : entry.value), 0))
                ).observe({ type: "layout-shift", buffered: true }) || setTimeout(() => done(0), 500))
                """
            );

            await PictureAsync(page, $"running-{path.Split('/')[1]}-{width}");
            Assert.InRange(shift, 0, 0.02);
        }
    }

    [Fact]
    public async Task A_session_of_many_phases_and_days_stays_short()
    {
        var runner = App.Runner("a", DateTimeOffset.UtcNow.AddDays(-21));
        await runner.StartAsync();
        for (var i = 0; i < 120; i++)
        {
            await runner.After(4 * 3600).PhaseAsync($"day_part_{i}", i);
            await runner.After(1).BeatAsync(10_000 + i);
            await runner
                .After(3600)
                .EndPhaseAsync(i % 40 == 3 ? EventStatus.Failed : EventStatus.Success);
        }

        await runner.After(1).EndAsync();
        var page = await OpenAsync(
            "/sessions/a",
            new()
            {
                ViewportSize = new() { Width = 1440, Height = 1000 },
                ColorScheme = ColorScheme.Dark,
            }
        );
        await LiveAsync(page);
        await Expect(page.Locator("#chart canvas")).ToHaveCountAsync(1);

        await PictureAsync(page, "days-1440");
        var tall = await page.EvaluateAsync<string[]>(
            "[...document.querySelectorAll('.panel')].filter((p) => p.offsetHeight > 1000).map((p) => `${p.id} ${p.offsetHeight}`)"
        );
        Assert.Empty(tall);
        await Expect(page.Locator("#rows tr.day").First).ToBeVisibleAsync();
    }

    private static async Task PictureAsync(IPage page, string name)
    {
        if (Environment.GetEnvironmentVariable("LAYOUT_PICTURES") is { } folder)
        {
            await page.ScreenshotAsync(
                new()
                {
                    Path = Path.Combine(
                        folder,
                        string.Create(CultureInfo.InvariantCulture, $"{name}.png")
                    ),
                }
            );
        }
    }
}
