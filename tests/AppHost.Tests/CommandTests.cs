using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace AppHost.Tests;

/// <summary>What the Aspire dashboard offers on a resource, run as it runs it.</summary>
public sealed class CommandTests(SqliteApp app) : IClassFixture<SqliteApp>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private ResourceCommandService Commands =>
        app.Application.Services.GetRequiredService<ResourceCommandService>();

    [Fact]
    public async Task Check_says_that_the_store_is_sound()
    {
        await app.SessionAsync("success");

        var result = await Commands.ExecuteCommandAsync("sessions", "check", Cancellation);

        Assert.True(result.Success, result.Message);
        Assert.Contains("sound", result.Message);
    }

    [Fact]
    public async Task Back_up_copies_the_store_to_the_file_that_is_asked_for()
    {
        await app.SessionAsync("success");
        var folder = Directory.CreateTempSubdirectory("backup-");
        var copy = Path.Combine(folder.FullName, "copy.db");

        var result = await ExecuteAsync("sessions", "back-up", ("file", copy));
        var again = await ExecuteAsync("sessions", "back-up", ("file", copy));

        Assert.True(result.Success, result.Message);
        Assert.True(new FileInfo(copy).Length > 0);
        Assert.False(again.Success);
        Assert.Contains(copy, again.Message);
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Prune_keeps_what_is_young_and_the_collector_runs_again()
    {
        var id = (await app.SessionAsync("success")).GetProperty("session_id").GetString();

        var result = await ExecuteAsync("sessions", "prune", ("keep-days", "30"));

        Assert.True(result.Success, result.Message);
        Assert.Contains("removed 0 sessions", result.Message);
        await app.Application.ResourceNotifications.WaitForResourceHealthyAsync(
            "collector",
            Cancellation
        );
        await app.UntilAsync($"/api/sessions/{id}", _ => true);
    }

    [Fact]
    public async Task A_value_that_cannot_work_is_told_with_what_would()
    {
        var result = await ExecuteAsync("sessions", "prune", ("keep-days", "-1"));

        Assert.False(result.Success);
        Assert.Contains("keep-days", result.Message);
    }

    [Fact]
    public async Task Run_a_scenario_starts_one_session_of_a_runner_of_its_own_whose_health_is_the_verdict()
    {
        var result = await ExecuteAsync("runner", "run-scenario", ("scenario", "fail"));
        var failed = await app.UntilAsync(
            "/api/sessions?runner=index-runner-scenario&status=failed",
            answer => answer.GetProperty("items").GetArrayLength() == 1
        );
        var session = failed.GetProperty("items")[0];
        var health = app.Application.Services.GetRequiredService<HealthCheckService>();
        var report = await health.CheckHealthAsync(
            check => check.Name is "scenario-newest-session" or "runner-newest-session",
            Cancellation
        );

        Assert.True(result.Success, result.Message);
        var scenario = report.Entries["scenario-newest-session"];
        Assert.Equal(HealthStatus.Unhealthy, scenario.Status);
        Assert.Equal(session.GetProperty("verdict_sentence").GetString(), scenario.Description);
        Assert.Equal(HealthStatus.Healthy, report.Entries["runner-newest-session"].Status);
        Assert.Contains(
            $"/sessions/{session.GetProperty("session_id").GetString()}",
            LinksOf("scenario")
        );
    }

    private string LinksOf(string resource) =>
        app.Application.ResourceNotifications.TryGetCurrentState(resource, out var state)
            ? string.Join(' ', state.Snapshot.Urls.Select(one => one.Url))
            : "";

    private Task<ExecuteCommandResult> ExecuteAsync(
        string resource,
        string command,
        (string Name, string Value) argument
    ) =>
        Commands.ExecuteCommandAsync(
            resource,
            command,
            new InteractionInputCollection([
                new()
                {
                    Name = argument.Name,
                    InputType = InputType.Text,
                    Value = argument.Value,
                },
            ]),
            Cancellation
        );
}
