using Dashboard.Tests.Store;
using static Microsoft.Playwright.Assertions;

namespace Dashboard.Browser.Tests;

public sealed class KeyboardTests(Chromium chromium) : BrowserTest(chromium)
{
    [Fact]
    public async Task The_session_page_is_worked_from_the_keyboard()
    {
        var runner = App.Runner(start: DateTimeOffset.UtcNow.AddMinutes(-1));
        await Scripts.FinishedAsync(runner);
        var page = await OpenAsync($"/sessions/{runner.Id}");
        await LiveAsync(page);
        var rows = page.Locator("#rows tr[data-key]");

        await page.Keyboard.PressAsync("j");
        await Expect(rows.First).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("j");
        await page.Keyboard.PressAsync("j");
        await Expect(rows.Nth(2)).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("k");
        await Expect(rows.Nth(1)).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("#rows tr.opened")).ToHaveCountAsync(1);

        await page.Keyboard.PressAsync("?");
        await Expect(page.Locator("#help")).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("Escape");
        await Expect(page.Locator("#help")).ToBeHiddenAsync();

        await page.Keyboard.PressAsync("f");
        await Expect(page.Locator("#follow")).ToHaveAttributeAsync("aria-pressed", "false");
        await page.Keyboard.PressAsync("f");
        await Expect(page.Locator("#follow")).ToHaveAttributeAsync("aria-pressed", "true");

        await page.Keyboard.PressAsync("/");
        await Expect(page.Locator("input[name=q]")).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync("schema");
        await page.Keyboard.PressAsync("Enter");
        await Expect(rows).ToHaveCountAsync(1);
        Assert.EndsWith("?q=schema", page.Url, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_list_is_worked_from_the_keyboard()
    {
        var older = App.Runner(start: DateTimeOffset.UtcNow.AddMinutes(-3));
        await Scripts.FinishedAsync(older);
        await Scripts.FinishedAsync(App.Runner(start: DateTimeOffset.UtcNow.AddMinutes(-1)));
        var page = await OpenAsync("/");
        await LiveAsync(page);

        await page.Keyboard.PressAsync("j");
        await page.Keyboard.PressAsync("x");
        await page.Keyboard.PressAsync("j");
        await page.Keyboard.PressAsync("x");
        await Expect(page.Locator("#sessions input:checked")).ToHaveCountAsync(2);
        await Expect(page.Locator("#compare-chosen")).ToBeEnabledAsync();
        await page.Keyboard.PressAsync("?");
        await Expect(page.Locator("#help")).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("Escape");
        await Expect(page.Locator($"#s-{older.Id} .who a")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Enter");

        await page.WaitForURLAsync($"**/sessions/{older.Id}");
    }

    [Fact]
    public async Task A_row_that_changes_beneath_the_help_has_the_focus_afterwards()
    {
        var runner = App.Runner();
        await runner.StartAsync();
        var page = await OpenAsync("/");
        await LiveAsync(page);
        var row = page.Locator($"#s-{runner.Id}");
        await page.Keyboard.PressAsync("j");
        await Expect(row.Locator(".who a")).ToBeFocusedAsync();

        await page.Keyboard.PressAsync("?");
        await Expect(page.Locator("#help")).ToBeVisibleAsync();
        await Scripts.FinishedAsync(App.Runner(start: DateTimeOffset.UtcNow.AddMinutes(-1)));
        await Expect(page.Locator("#sessions tr.row")).ToHaveCountAsync(2);
        await runner.After(0.5).PhaseAsync("api_phase", 0);
        await Expect(row).ToContainTextAsync("Api Phase");
        await page.Keyboard.PressAsync("Escape");

        await Expect(row.Locator(".who a")).ToBeFocusedAsync();
    }
}
