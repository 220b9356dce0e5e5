using Dashboard.Tests.Store;
using Runner.Worker.Tests.Pipeline;

namespace Dashboard.Browser.Tests.Pipeline;

/// <summary>
/// Every scenario, acted out by real runners, received by a real collector, shown by a dashboard: those that end, those
/// that break off, and one that hangs while the tests look.
/// </summary>
public sealed class Scenarios : IAsyncLifetime
{
    private RealPipeline _pipeline = null!;

    internal DashboardApp App { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        _pipeline = await RealPipeline.StartAsync();
        App = new DashboardApp(
            $"--ConnectionStrings:sessions=Data Source={_pipeline.StoreFile}",
            $"--Collector:StatusUrl={_pipeline.HttpEndpoint}/status"
        );
        Start("hanging", "hang", ("--Runner:HangFor", "01:00:00"));
        // Slow enough for a beat to be heard of the one that crashes, on a slow machine too.
        var mixed = _pipeline.StartRunner(
            "mixed",
            "--sessions",
            "8",
            "--Runner:Replay:Interval",
            "00:00:00.050"
        );
        Assert.Equal(0, await mixed.ExitAsync(TimeSpan.FromMinutes(4)));
        await App.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await App.DisposeAsync();
        await _pipeline.DisposeAsync();
    }

    /// <summary>Starts a runner of this name that goes on while a test looks.</summary>
    public void Start(string runner, string scenario, (string Name, string Value) setting) =>
        _pipeline.StartRunner(scenario, "--Runner:Name", runner, setting.Name, setting.Value);

    /// <summary>The session that acted out a scenario to its end.</summary>
    public async Task<string> IdAsync(string scenario) =>
        (await _pipeline.SessionsAsync("mixed"))[Array.IndexOf(RealPipeline.Mixed, scenario)].Id;

    /// <summary>The session of a runner that goes on.</summary>
    public async Task<string> LiveIdAsync(string runner) =>
        (await _pipeline.SessionAsync(runner, session => !session.HasEnded)).Id;
}
