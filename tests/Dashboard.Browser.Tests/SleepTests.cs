using System.Diagnostics;
using System.Text.RegularExpressions;
using Dashboard.Tests.Store;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Dashboard.Browser.Tests;

/// <summary>A laptop is closed and opened again: every process of the browser stands still for a while.</summary>
public sealed partial class SleepTests
{
    [Fact]
    public async Task A_browser_that_slept_shows_what_it_missed_once_and_is_live_again()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Processes are stopped by signal.");
        SetDefaultExpectTimeout(30_000);
        await using var app = new DashboardApp
        {
            // The server's patience with a silent page, shortened from 30 s.
            Replace = site =>
                site.Services.Configure<HubOptions>(hub =>
                    hub.ClientTimeoutInterval = TimeSpan.FromSeconds(8)
                ),
        };
        _ = app.Writer;
        await app.StartAsync();
        using var viewers = new ViewerCount(app.Services);
        var runner = app.Runner();
        await runner.StartAsync();
        await using var browser = await SleepyBrowser.StartAsync();
        var page = await browser.OpenAsync(new Uri(app.Address, $"sessions/{runner.Id}"));
        await Expect(page.Locator("#connection")).ToHaveAttributeAsync("data-state", "live");

        browser.Signal("STOP");
        await viewers.BecomesAsync(0);
        await runner.After(0.5).PhaseAsync("api_phase", 0);
        await runner.After(0.5).CheckAsync("while_asleep");
        browser.Signal("CONT");

        var missed = page.Locator("#rows tr[data-type=checkpoint]");
        await Expect(missed).ToHaveCountAsync(1);
        await Expect(page.Locator("#connection")).ToHaveAttributeAsync("data-state", "live");
        await runner.After(0.5).CheckAsync("awake_again");
        await Expect(missed.Locator(".msg")).ToHaveTextAsync(["awake_again", "while_asleep"]);
        await Expect(page.Locator("#stale")).ToBeHiddenAsync();
    }

    /// <summary>A browser whose processes are a group of their own.</summary>
    private sealed partial class SleepyBrowser(
        Process process,
        IPlaywright playwright,
        IBrowser browser,
        string profile
    ) : IAsyncDisposable
    {
        public static async Task<SleepyBrowser> StartAsync()
        {
            var profile = Directory.CreateTempSubdirectory("sleepy-").FullName;
            var path = await Chromium.FindAsync();
            Assert.SkipWhen(path is null, "There is no system browser to be stopped.");
            var process = Process.Start(
                new ProcessStartInfo(
                    "setsid",
                    [
                        path,
                        "--headless=new",
                        "--no-sandbox",
                        "--disable-dev-shm-usage",
                        "--no-first-run",
                        "--remote-debugging-port=0",
                        $"--user-data-dir={profile}",
                    ]
                )
                {
                    RedirectStandardError = true,
                }
            )!;
            string? address = null;
            while (address is null && await process.StandardError.ReadLineAsync() is { } line)
            {
                address = DevTools().Match(line) is { Success: true } found
                    ? found.Groups[1].Value
                    : null;
            }

            _ = process.StandardError.ReadToEndAsync();
            var playwright = await Playwright.CreateAsync();
            var browser = await playwright.Chromium.ConnectOverCDPAsync(address!);
            return new SleepyBrowser(process, playwright, browser, profile);
        }

        public async Task<IPage> OpenAsync(Uri address)
        {
            var page = await browser.Contexts[0].NewPageAsync();
            await page.GotoAsync(address.ToString());
            return page;
        }

        /// <summary>Sends a signal to the browser and all of its processes.</summary>
        public void Signal(string name)
        {
            using var kill = Process.Start("kill", ["-s", name, "--", $"-{process.Id}"]);
            kill.WaitForExit();
        }

        public async ValueTask DisposeAsync()
        {
            Signal("CONT");
            await browser.DisposeAsync();
            playwright.Dispose();
            Signal("KILL");
            await process.WaitForExitAsync();
            process.Dispose();
            Directory.Delete(profile, recursive: true);
        }

        [GeneratedRegex(@"DevTools listening on (ws://\S+)")]
        private static partial Regex DevTools();
    }
}
