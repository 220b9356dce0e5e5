using System.Globalization;
using System.Text.RegularExpressions;
using Dashboard.Tests.Store;
using Microsoft.Playwright;
using Runner.Worker.Tests.Pipeline;
using static Microsoft.Playwright.Assertions;

namespace Dashboard.Browser.Tests.Pictures;

/// <summary>Takes the pictures in <c>docs/screenshots</c>; its script there runs it, the other tests' run does not.</summary>
public sealed class PictureTests(Chromium chromium)
{
    private static readonly string Folder = Path.Combine(ChildProcess.Root, "docs/screenshots");

    /// <summary>Of the widths in between, and of what the documents do not show: to be looked at, not kept.</summary>
    private static readonly string AllFolder = Path.Combine(Folder, "all");

    private static readonly int[] Widths = [1440, 390, 768, 2560];

    [Fact(Explicit = true)]
    public async Task Every_state_of_a_real_runner_has_its_picture_in_both_themes_on_every_screen()
    {
        SetDefaultExpectTimeout(60_000);
        await using var studio = await Studio.OpenAsync();
        var compared = $"/compare?a={studio.Finished}&b={studio.Failed}";

        // The live ones first: they are what they are for a while only.
        await TakeAsync("running", studio.App.Address, Path(studio.Running), "running");
        await TakeAsync("hung", studio.App.Address, Path(studio.Hung), "hung");
        await TakeAsync("list", studio.App.Address, "/");
        await TakeAsync("finished", studio.App.Address, Path(studio.Finished), "success");
        await TakeAsync("failed", studio.App.Address, Path(studio.Failed), "failed");
        await TakeAsync("compare", studio.App.Address, compared);
        await TakeAsync("empty", studio.Empty.Address, "/");

        static string Path(string id) => $"/sessions/{id}";
    }

    [Fact(Explicit = true)]
    public async Task Every_shape_of_a_job_has_its_picture_in_both_themes_on_every_screen()
    {
        SetDefaultExpectTimeout(60_000);
        await using var stage = await Stage.OpenAsync();

        await TakeAsync("no-money", stage.App.Address, $"/sessions/{stage.NoMoney}", "failed");
        await TakeAsync("lost", stage.App.Address, $"/sessions/{stage.Lost}", "lost");
        await TakeAsync("trading", stage.App.Address, $"/sessions/{stage.Trading}", "success");
        await TakeAsync(
            "thousand-phases",
            stage.App.Address,
            $"/sessions/{stage.ThousandPhases}",
            "failed"
        );
        await TakeAsync(
            "three-weeks",
            stage.App.Address,
            $"/sessions/{stage.ThreeWeeks}",
            "success"
        );
    }

    [Fact(Explicit = true)]
    public async Task Runners_and_incidents_have_their_picture_in_both_themes_on_every_screen()
    {
        SetDefaultExpectTimeout(60_000);
        await using var app = new DashboardApp();
        var fleet = new Fleet(app);
        await fleet.WriteAsync();
        await app.StartAsync();

        await TakeAsync("incidents-off", app.Address, "/incidents");
        fleet.Tell();
        await TakeAsync("runners", app.Address, "/runners");
        await TakeAsync("runner-failing", app.Address, $"/runners/{Fleet.Failing}");
        await TakeAsync("runner-money", app.Address, $"/runners/{Fleet.Trading}");
        await TakeAsync("runner-overdue", app.Address, $"/runners/{Fleet.Overdue}");
        await TakeAsync("incidents", app.Address, "/incidents");
    }

    [Fact(Explicit = true)]
    public async Task The_login_has_its_picture_in_both_themes_on_every_screen()
    {
        await using var app = new DashboardApp("--Dashboard:Token=correct-horse-battery-staple");
        await app.StartAsync();

        await TakeAsync("login", app.Address, "/");
    }

    /// <param name="name">What the files are called.</param>
    /// <param name="address">The dashboard.</param>
    /// <param name="path">The page.</param>
    /// <param name="verdict">What it has to say, if it is a session's.</param>
    private async Task TakeAsync(string name, Uri address, string path, string? verdict = null)
    {
        foreach (var width in Widths)
        {
            foreach (var scheme in (ColorScheme[])[ColorScheme.Light, ColorScheme.Dark])
            {
                await using var context = await chromium.Browser.NewContextAsync(
                    new()
                    {
                        BaseURL = address.ToString(),
                        TimezoneId = "Europe/Berlin",
                        ColorScheme = scheme,
                        ViewportSize = new() { Width = width, Height = width > 720 ? 1080 : 844 },
                        HasTouch = width < 800,
                        IsMobile = width < 800,
                    }
                );
                var page = await context.NewPageAsync();
                await page.GotoAsync(path);
                if (verdict is not null)
                {
                    await Expect(page.Locator("#verdict"))
                        .ToHaveAttributeAsync("data-verdict", verdict);
                }

                if (await page.Locator("#connection").CountAsync() > 0)
                {
                    await Expect(page.Locator("#connection"))
                        .ToHaveAttributeAsync("data-state", new Regex("^(live|ended)$"));
                }

                await Expect(page.Locator(".chart:not(:has(canvas))")).ToHaveCountAsync(0);
                // A browser leaves out the rows that are far from being seen.
                await page.EvaluateAsync(
                    "document.querySelectorAll('tbody tr').forEach(row => row.style.contentVisibility = 'visible')"
                );
                var theme = scheme == ColorScheme.Dark ? "dark" : "light";
                await page.ScreenshotAsync(
                    new()
                    {
                        Path = System.IO.Path.Combine(
                            IsKept(name, width, scheme) ? Folder : AllFolder,
                            string.Create(
                                CultureInfo.InvariantCulture,
                                $"{name}-{theme}-{width}.png"
                            )
                        ),
                        FullPage = true,
                        Animations = ScreenshotAnimations.Disabled,
                    }
                );
            }
        }
    }

    /// <summary>The reference runner's states in both themes; of each other shape one picture for a desk and one for a phone.</summary>
    private static bool IsKept(string name, int width, ColorScheme scheme) =>
        name
            is "no-money"
                or "lost"
                or "trading"
                or "thousand-phases"
                or "three-weeks"
                or "runner-money"
                or "runner-overdue"
                or "incidents-off"
            ? (width, scheme) is (1440, ColorScheme.Light) or (390, ColorScheme.Dark)
            : width is 1440 or 390;
}
