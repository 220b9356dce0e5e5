using Dashboard.Browser.Tests;
using Microsoft.Playwright;
using Runner.Worker.Tests.Pipeline;

namespace AppHost.Tests;

/// <summary>Takes the picture of the Aspire dashboard in <c>docs/screenshots</c>, and works its commands as a person does.</summary>
public sealed class PictureTests(Chromium chromium) : IClassFixture<Chromium>
{
    private static readonly string _folder = Path.Combine(ChildProcess.Root, "docs/screenshots");

    [Fact(Explicit = true)]
    public async Task The_Aspire_dashboard_has_its_picture_after_a_scenario_was_run_from_it()
    {
        await using var app = await AppWithAspireDashboard.StartAsync();
        var page = await chromium.Browser.NewPageAsync(
            new()
            {
                ViewportSize = new() { Width = 1440, Height = 620 },
            }
        );
        await page.GotoAsync(app.LoginUrl.ToString());
        await page.GetByText("Newest session").First.WaitForAsync();

        // The last button of a row opens its menu.
        await page.Locator("tr", new() { HasText = "Newest session" })
            .GetByRole(AriaRole.Button)
            .Last.ClickAsync();
        await page.GetByText("Run a scenario…").First.ClickAsync();
        await page.GetByRole(AriaRole.Dialog)
            .GetByRole(AriaRole.Button, new() { Name = "Run a scenario…" })
            .ClickAsync();
        await page.GetByText("runs scenario fail").First.WaitForAsync();
        await page.Locator("tr", new() { HasText = "scenario" })
            .GetByText("Newest session")
            .WaitForAsync();
        await page.ScreenshotAsync(new() { Path = Path.Combine(_folder, "aspire-light-1440.png") });
    }
}
