using BenchmarkDotNet.Attributes;
using Runner.Telemetry.Trading;

namespace Runner.Telemetry.Benchmarks;

/// <summary>The calls that a runner makes in its inner loop.</summary>
public abstract class Calls
{
    RunnerTelemetry telemetry = null!;
    RunnerSession session = null!;
    RunnerPhase phase = null!;

    [GlobalSetup]
    public void Start()
    {
        telemetry = Create();
        session = telemetry.StartSession(
            new RunnerSessionOptions
            {
                RunnerName = "benchmark",
                Account = new TradingAccount { InitialCapital = 1000m },
                HeartbeatInterval = TimeSpan.FromHours(1),
            }
        );
        phase = session.StartPhase("work");
    }

    [GlobalCleanup]
    public async Task StopAsync()
    {
        session.Abandon();
        await telemetry.DisposeAsync();
        Clean();
    }

    [Benchmark]
    public void Progress() => phase.Progress();

    [Benchmark]
    public void Beat() => session.Heartbeat.Beat();

    [Benchmark]
    public void Checkpoint() => phase.Checkpoint("ok", CheckpointStatus.Pass, "all is well");

    [Benchmark]
    public void TradeClosed() => phase.TradeClosed(1m, 1001m);

    protected abstract RunnerTelemetry Create();

    protected virtual void Clean() { }
}
