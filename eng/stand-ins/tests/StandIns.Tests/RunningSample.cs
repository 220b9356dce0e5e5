namespace StandIns.Tests;

/// <summary>One sample application for all tests that only look at it.</summary>
public sealed class RunningSample : IAsyncLifetime
{
    public const string Telemetry = "http://localhost:29599";

    internal SampleApp App { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        App = await SampleApp.StartAsync(_ =>
            [$"--ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL={Telemetry}"]
        );
        await App.HealthyAsync("front");
    }

    public ValueTask DisposeAsync() => App.DisposeAsync();
}
