using Microsoft.Playwright;

namespace Viewers;

/// <summary>The system's Chromium, running already when a visit begins, as a reader's is.</summary>
internal sealed class Browser : IAsyncDisposable
{
    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;

    private Browser(IPlaywright playwright, IBrowser browser) =>
        (_playwright, _browser) = (playwright, browser);

    public static async Task<Browser> StartAsync()
    {
        var playwright = await Playwright.CreateAsync();
        var browser = await playwright.Chromium.LaunchAsync(
            new BrowserTypeLaunchOptions
            {
                ExecutablePath = File.Exists("/usr/bin/chromium") ? "/usr/bin/chromium" : null,
                Args = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"],
            }
        );
        return new Browser(playwright, browser);
    }

    /// <summary>An empty page with nothing cached; its context is the caller's to close.</summary>
    public async Task<IPage> PageAsync()
    {
        var context = await _browser.NewContextAsync(
            new()
            {
                ViewportSize = new() { Width = 1440, Height = 1000 },
            }
        );
        return await context.NewPageAsync();
    }

    /// <summary>A page that holds its stream.</summary>
    public async Task<IPage> LookAsync(Uri address)
    {
        var page = await PageAsync();
        await page.GotoAsync(address.ToString());
        await page.WaitForSelectorAsync("#connection[data-state=live]");
        return page;
    }

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
    }
}
