using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Dashboard.Browser.Tests;
using Microsoft.Extensions.DependencyInjection;
using Runner.Worker.Tests.Pipeline;

namespace AppHost.Tests;

/// <summary>Takes the picture of the Aspire dashboard in <c>docs/screenshots</c>, after a scenario was run.</summary>
public sealed class PictureTests(Chromium chromium) : IClassFixture<Chromium>
{
    private static readonly string Folder = Path.Combine(ChildProcess.Root, "docs/screenshots");

    [Fact(Explicit = true)]
    public async Task The_Aspire_dashboard_has_its_picture_after_a_scenario_was_run()
    {
        await using var app = await AppWithAspireDashboard.StartAsync();
        var page = await chromium.Browser.NewPageAsync(
            new()
            {
                ViewportSize = new() { Width = 1440, Height = 620 },
            }
        );
        await page.GotoAsync(app.LoginUrl.ToString());
        await page.GetByText("Newest session").First.WaitForAsync(new() { Timeout = 60_000 });

        var commands = app.Application.Services.GetRequiredService<ResourceCommandService>();
        await commands.ExecuteCommandAsync(
            "runner",
            "run-scenario",
            new InteractionInputCollection([
                new()
                {
                    Name = "scenario",
                    InputType = InputType.Text,
                    Value = "fail",
                },
            ]),
            TestContext.Current.CancellationToken
        );
        await page.GetByText("Newest session").Nth(1).WaitForAsync(new() { Timeout = 60_000 });
        await page.ScreenshotAsync(new() { Path = Path.Combine(Folder, "aspire-light-1440.png") });
    }
}
