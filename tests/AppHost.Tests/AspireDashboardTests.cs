namespace AppHost.Tests;

/// <summary>The real Aspire dashboard beside the application, read back through its telemetry API.</summary>
public sealed class AspireDashboardTests : IAsyncLifetime
{
    private AppWithAspireDashboard _app = null!;

    public async ValueTask InitializeAsync() =>
        _app = await AppWithAspireDashboard.StartAsync(
            "--Runner:Replay:Interval=00:00:00.010",
            "--Runner:Sessions=1"
        );

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task It_shows_the_session_s_trace_with_its_checkpoints_its_logs_and_only_requests_worth_reading()
    {
        var traces = await UntilAsync(
            "traces",
            text => text.Contains("runner.session") && text.Contains("runner.checkpoint")
        );
        var logs = await UntilAsync("logs", text => text.Contains("runner.session.end"));

        Assert.Contains("data_phase", traces);
        Assert.Contains("api_phase", traces);
        Assert.Contains("runner.phase.start", logs);
        foreach (var plumbing in new[] { "/status", "/health", "/alive", "Export", "/v1/" })
        {
            Assert.DoesNotContain($"{plumbing}\"", traces);
        }
    }

    private async Task<string> UntilAsync(string what, Func<string, bool> condition)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        var newest = "";
        while (true)
        {
            try
            {
                using var answer = await _app.Telemetry.GetAsync(what, deadline.Token);
                newest =
                    $"{answer.StatusCode}: {await answer.Content.ReadAsStringAsync(deadline.Token)}";
                if (answer.IsSuccessStatusCode && condition(newest))
                {
                    return newest;
                }
            }
            catch (HttpRequestException problem)
            {
                // It starts beside the application, whose own start does not wait for it.
                newest = problem.Message;
            }
            catch (OperationCanceledException)
            {
                throw new TimeoutException($"{what}: the newest answer was {newest}");
            }

            await Task.Delay(200, CancellationToken.None);
        }
    }
}
