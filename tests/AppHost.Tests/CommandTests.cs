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
    public async Task Back_up_without_a_folder_goes_beside_the_store_under_a_new_name_each_time()
    {
        await app.SessionAsync("success");
        var named = await ExecuteAsync("sessions", "back-up", ("file", "mine.db"));
        var unnamed = await ExecuteAsync("sessions", "back-up");

        Assert.True(named.Success, named.Message);
        Assert.True(File.Exists(Path.Combine(app.Folder, "mine.db")));
        Assert.True(unnamed.Success, unnamed.Message);
        Assert.Single(Directory.GetFiles(app.Folder, "*-20??-??-??-??????.db"));
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

    [Theory]
    [InlineData("-1")]
    [InlineData("0")]
    [InlineData("99999999999")]
    [InlineData("<b>")]
    public async Task A_value_that_cannot_work_is_refused_before_the_collector_is_stopped(
        string days
    )
    {
        var startedAt = CollectorStartedAt();
        var result = await ExecuteAsync("sessions", "prune", ("keep-days", days));

        Assert.False(result.Success);
        Assert.NotNull(startedAt);
        Assert.Equal(startedAt, CollectorStartedAt());
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
        // Also when its process has ended, and without waiting for Aspire's next look at it.
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        deadline.CancelAfter(TimeSpan.FromSeconds(180));
        await app.Application.ResourceNotifications.WaitForResourceAsync(
            "scenario",
            one =>
                one.Snapshot.State?.Text == KnownResourceStates.Finished
                && one.Snapshot.HealthReports.Any(report =>
                    report.Description == scenario.Description
                )
                && one.Snapshot.Urls.Any(url =>
                    url.Url.EndsWith(
                        $"/sessions/{session.GetProperty("session_id").GetString()}",
                        StringComparison.Ordinal
                    )
                ),
            deadline.Token
        );
    }

    private DateTime? CollectorStartedAt() =>
        app.Application.ResourceNotifications.TryGetCurrentState("collector", out var state)
            ? state.Snapshot.StartTimeStamp
            : null;

    private Task<ExecuteCommandResult> ExecuteAsync(
        string resource,
        string command,
        params (string Name, string Value)[] arguments
    ) =>
        Commands.ExecuteCommandAsync(
            resource,
            command,
            new InteractionInputCollection([
                .. arguments.Select(argument => new InteractionInput
                {
                    Name = argument.Name,
                    InputType = InputType.Text,
                    Value = argument.Value,
                }),
            ]),
            Cancellation
        );
}
