using System.Text.RegularExpressions;
using Dashboard.Tests.Store;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

[assembly: AssemblyFixture(typeof(Dashboard.Browser.Tests.Chromium))]

namespace Dashboard.Browser.Tests;

/// <summary>A dashboard over a store of its own, and pages in a browser that looks at it; errors on a page fail the test.</summary>
public abstract class BrowserTest(Chromium chromium, params string[] settings) : IAsyncLifetime
{
    private readonly List<string> _errors = [];
    private readonly List<IBrowserContext> _contexts = [];

    internal DashboardApp App { get; } = new(settings);

    public async ValueTask InitializeAsync()
    {
        SetDefaultExpectTimeout(30_000);
        _ = App.Writer;
        await App.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var context in _contexts)
        {
            await context.DisposeAsync();
        }

        await App.DisposeAsync();
        GC.SuppressFinalize(this);
        Assert.Empty(_errors);
    }

    /// <summary>A page in a window of its own.</summary>
    protected async Task<IPage> OpenAsync(string path, BrowserNewContextOptions? options = null)
    {
        options ??= new BrowserNewContextOptions();
        options.BaseURL = App.Address.ToString();
        options.TimezoneId ??= "Europe/Berlin";
        options.Locale ??= "en-GB";
        var context = await chromium.Browser.NewContextAsync(options);
        _contexts.Add(context);
        var page = await context.NewPageAsync();
        page.PageError += (_, error) => _errors.Add(error);
        page.Console += (_, message) =>
        {
            // A policy violation shows up nowhere else.
            if (message.Text.Contains("Content Security Policy", StringComparison.Ordinal))
            {
                _errors.Add(message.Text);
            }
        };
        await page.GotoAsync(
            path,
            new PageGotoOptions { WaitUntil = WaitUntilState.DOMContentLoaded }
        );
        return page;
    }

    /// <summary>Waits until the page gets what happens, or knows that nothing more can.</summary>
    protected static Task LiveAsync(IPage page) =>
        Expect(page.Locator("#connection"))
            .ToHaveAttributeAsync("data-state", new Regex("^(live|ended)$"));
}
