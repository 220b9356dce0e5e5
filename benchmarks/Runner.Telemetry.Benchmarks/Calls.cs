using BenchmarkDotNet.Attributes;
using Runner.Telemetry.Trading;

namespace Runner.Telemetry.Benchmarks;

/// <summary>The calls that a runner makes in its inner loop.</summary>
public abstract class Calls
{
    RunnerTelemetry _telemetry = null!;
    RunnerSession _session = null!;
    RunnerPhase _phase = null!;

    [GlobalSetup]
    public void Start()
    {
        _telemetry = Create();
        _session = _telemetry.StartSession(
            new RunnerSessionOptions
            {
                RunnerName = "benchmark",
                Account = new TradingAccount { InitialCapital = 1000m },
                HeartbeatInterval = TimeSpan.FromHours(1),
            }
        );
        _phase = _session.StartPhase("work");
    }

    [GlobalCleanup]
    public async Task StopAsync()
    {
        _session.Abandon();
        await _telemetry.DisposeAsync();
        Clean();
    }

    [Benchmark]
    public void Progress() => _phase.Progress();

    [Benchmark]
    public void Beat() => _session.Heartbeat.Beat();

    [Benchmark]
    public void Checkpoint() => _phase.Checkpoint("ok", CheckpointStatus.Pass, "all is well");

    [Benchmark]
    public void TradeClosed() => _phase.TradeClosed(1m, 1001m);

    protected abstract RunnerTelemetry Create();

    protected virtual void Clean() { }
}
