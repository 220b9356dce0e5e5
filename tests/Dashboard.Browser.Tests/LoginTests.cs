using System.Text.RegularExpressions;
using Dashboard.Tests.Store;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Dashboard.Browser.Tests;

public sealed class LoginTests(Chromium chromium)
    : BrowserTest(chromium, $"--Dashboard:Token={Token}")
{
    private const string Token = "correct-horse-battery-staple";

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task The_login_is_worked_from_the_keyboard_and_leads_to_a_page_that_is_live(
        ColorScheme scheme
    )
    {
        var runner = App.Runner();
        await runner.StartAsync();
        var path = $"/sessions/{runner.Id}?type=phase_start";
        var page = await OpenAsync(
            path,
            new()
            {
                ColorScheme = scheme,
                ViewportSize = new() { Width = 390, Height = 844 },
            }
        );
        await Expect(page.Locator("#token")).ToBeFocusedAsync();
        Assert.Empty(await Axe.SeriousAsync(page));

        await page.Keyboard.TypeAsync("not-the-token");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("#wrong")).ToBeVisibleAsync();
        await Expect(page.Locator("#token")).ToBeFocusedAsync();
        Assert.Empty(await Axe.SeriousAsync(page));
        Assert.Equal(390, await page.EvaluateAsync<int>("document.documentElement.scrollWidth"));

        await page.Keyboard.TypeAsync(Token);
        await page.Keyboard.PressAsync("Enter");
        await Expect(page).ToHaveURLAsync(new Regex(Regex.Escape(path) + "$"));
        await LiveAsync(page);
        await runner.After(0.5).PhaseAsync("api_phase", 0);
        await Expect(page.Locator("#rows tr[data-type=phase_start]")).ToHaveCountAsync(1);
        Assert.Equal(390, await page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
    }

    [Theory]
    [InlineData("/sessions/a", "")]
    [InlineData("/", "")]
    [InlineData("/sessions/a", "select[name=type]")]
    public async Task A_page_whose_login_has_ended_says_so_and_does_not_go_on_asking(
        string path,
        string asks
    )
    {
        await App.Runner("a").StartAsync();
        await using var link = new WeakLink(App.Address);
        var page = await OpenAsync($"{link.Address.ToString().TrimEnd('/')}{path}");
        await LogInAsync(page);
        await LiveAsync(page);
        var refused = 0;
        page.Response += (_, answer) => refused += answer.Status == 401 ? 1 : 0;

        await page.Context.ClearCookiesAsync();
        if (asks.Length > 0)
        {
            await page.Locator(asks).SelectOptionAsync("checkpoint");
        }
        else
        {
            link.Mend();
        }

        await Expect(page.Locator("#logged-out")).ToBeVisibleAsync();
        await Expect(page.Locator("#connection")).ToHaveAttributeAsync("data-state", "logged out");
        await Expect(page.Locator("#stale")).ToBeHiddenAsync();
        await page.Locator("#logged-out a").ClickAsync();
        await LogInAsync(page);
        await LiveAsync(page);
        await Expect(page.Locator("#logged-out")).ToBeHiddenAsync();
        Assert.Equal(1, refused);
    }

    [Fact]
    public async Task The_login_works_without_script_in_the_clear_and_by_another_name()
    {
        // There browsers say less of where a form comes from.
        await Scripts.FinishedAsync(App.Runner());
        var address = new UriBuilder(App.Address) { Host = Chromium.OtherName }.Uri;
        var page = await OpenAsync(address.ToString(), new() { JavaScriptEnabled = false });

        await LogInAsync(page);
        await Expect(page.Locator("#sessions tr.row")).ToHaveCountAsync(1);

        await page.GetByRole(AriaRole.Button, new() { Name = "Log out" }).ClickAsync();
        await Expect(page.Locator("#token")).ToBeVisibleAsync();
    }

    private static async Task LogInAsync(IPage page)
    {
        await page.Locator("#token").FillAsync(Token);
        await page.GetByRole(AriaRole.Button, new() { Name = "Log in" }).ClickAsync();
    }
}
