using ProcessTests.Running;
using ProcessTests.Sending;

namespace ProcessTests.Faults;

/// <summary>
/// Faults of the collector, the dashboard and the machine make no runner lost, however real processes stumble over them;
/// a runner that is gone is said to be.
/// </summary>
public sealed class VerdictTests : IAsyncLifetime
{
    private const string Running = "running";
    private const string Lost = "lost";
    private const string TelemetryDown = "telemetry_down";

    /// <summary>Longer than the silence after which a runner that beats once a second is lost.</summary>
    private static readonly TimeSpan LongSleep = TimeSpan.FromSeconds(8);

    private readonly TempFolder _folder = new();
    private CollectorProcess _collector = null!;
    private DashboardProcess _dashboard = null!;
    private BeatingRunner _runner = null!;
    private WatchedSession _session = null!;

    public async ValueTask InitializeAsync()
    {
        try
        {
            await StartAsync();
        }
        catch
        {
            await DisposeAsync();
            throw;
        }
    }

    [Fact]
    public async Task A_collector_that_is_killed_and_comes_back_makes_nobody_lost()
    {
        await _collector.KillAsync();
        await _session.UntilAsync(TelemetryDown);

        await RestartCollectorAsync();
        await _session.UntilAsync(Running);

        _session.AssertNever(Lost);
    }

    [Fact]
    public async Task A_collector_that_stands_still_makes_nobody_lost()
    {
        _collector.Pause();
        await _session.UntilAsync(TelemetryDown);

        _collector.Continue();
        await _session.UntilAsync(Running);

        _session.AssertNever(Lost);
    }

    [Fact]
    public async Task A_dashboard_that_starts_while_the_collector_is_away_makes_nobody_lost()
    {
        await _collector.KillAsync();
        await _session.UntilAsync(TelemetryDown);
        await _dashboard.KillAsync();
        await _dashboard.DisposeAsync();

        _dashboard = await DashboardProcess.StartAsync(_folder.Store, _collector);
        _session.Ask(_dashboard);
        await _session.UntilAsync(TelemetryDown);
        await RestartCollectorAsync();
        await _session.UntilAsync(Running);

        _session.AssertNever(Lost);
    }

    [Fact]
    public async Task A_machine_that_was_asleep_makes_nobody_lost()
    {
        _runner.FallSilent();
        _collector.Pause();
        _dashboard.Pause();
        await Task.Delay(LongSleep, TestContext.Current.CancellationToken);

        _dashboard.Continue();
        _collector.Continue();
        _runner.WakeUp();
        await Eventually.HoldsAsync(
            "the collector states again that it hears everyone",
            async () =>
                (await _collector.StatusAsync()).TryGetProperty("receiving_since", out var since)
                && since.GetDateTime() > DateTime.UtcNow - LongSleep
        );
        await _session.UntilAsync(Running);

        _session.AssertNever(Lost);
    }

    [Fact]
    public async Task A_runner_that_died_is_lost_and_stays_so_when_the_collector_goes_too()
    {
        await using var other = new BeatingRunner(_collector.HttpUrl);
        await using var alive = new WatchedSession(_dashboard, other.Session);
        await alive.UntilAsync(Running);

        _runner.FallSilent();
        await _session.UntilAsync(Lost);
        await _collector.KillAsync();
        await alive.UntilAsync(TelemetryDown);

        await _session.UntilAsync(Lost);
        alive.AssertNever(Lost);
        _session.AssertNever(TelemetryDown);
    }

    public async ValueTask DisposeAsync()
    {
        // The processes first: whatever else fails here, they must not be left over.
        foreach (var started in (IAsyncDisposable?[])[_dashboard, _collector, _session, _runner])
        {
            await (started?.DisposeAsync() ?? default);
        }

        _folder.Dispose();
    }

    private async Task StartAsync()
    {
        _collector = await CollectorProcess.StartAsync(_folder.Store);
        _dashboard = await DashboardProcess.StartAsync(_folder.Store, _collector);
        _runner = new BeatingRunner(_collector.HttpUrl);
        _session = new WatchedSession(_dashboard, _runner.Session);
        await _session.UntilAsync(Running);
    }

    private async Task RestartCollectorAsync()
    {
        var address = _collector.HttpUrl;
        await _collector.DisposeAsync();
        _collector = await CollectorProcess.StartAsync(
            _folder.Store,
            $"--Kestrel:Endpoints:OtlpHttp:Url=http://127.0.0.1:{address.Port}"
        );
    }
}
