using System.Diagnostics;
using Microsoft.Playwright;

namespace Dashboard.Browser.Tests;

/// <summary>
/// One browser for all tests: the system's Chromium, installed by apt where it is missing and the process may, or else
/// the one that Playwright downloads.
/// </summary>
public sealed class Chromium : IAsyncLifetime
{
    private static readonly string[] Places =
    [
        "/usr/bin/chromium",
        "/usr/bin/chromium-browser",
        "/usr/bin/google-chrome",
    ];

    /// <summary>A name that leads to this machine, as one in a network would.</summary>
    public const string OtherName = "dashboard.test";

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public IBrowser Browser => _browser!;

    public async ValueTask InitializeAsync()
    {
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(
            new BrowserTypeLaunchOptions
            {
                ExecutablePath = await FindAsync(),
                // A root process cannot use the browser's sandbox; the pages are our own.
                // A name that is not localhost's is what another machine is called: browsers trust it less.
                Args =
                [
                    "--no-sandbox",
                    "--disable-dev-shm-usage",
                    $"--host-resolver-rules=MAP {OtherName} 127.0.0.1",
                ],
            }
        );
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
    }

    /// <summary>Where the browser is; null is where Playwright looks by itself.</summary>
    internal static async Task<string?> FindAsync()
    {
        if (Places.FirstOrDefault(File.Exists) is { } found)
        {
            return found;
        }

        if (
            OperatingSystem.IsLinux()
            && Environment.IsPrivilegedProcess
            && File.Exists("/usr/bin/apt-get")
        )
        {
            await RunAsync("apt-get", "update");
            await RunAsync(
                "apt-get",
                "install -y --no-install-recommends chromium fonts-noto-color-emoji fonts-dejavu-core"
            );
            return Places.FirstOrDefault(File.Exists);
        }

        // Playwright's own place; null makes it look there.
        return Microsoft.Playwright.Program.Main(["install", "chromium"]) == 0
            ? null
            : throw new InvalidOperationException(
                "No browser: install chromium, or let Playwright download it (pwsh playwright.ps1 install chromium)."
            );
    }

    private static async Task RunAsync(string command, string arguments)
    {
        var start = new ProcessStartInfo(command, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["DEBIAN_FRONTEND"] = "noninteractive" },
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = await process.StandardError.ReadToEndAsync();
        await output;
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{command} {arguments} failed: {errors}");
        }
    }
}
