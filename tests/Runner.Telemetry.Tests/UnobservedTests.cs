using Microsoft.Extensions.Logging.Abstractions;
using Runner.Telemetry.Trading;

namespace Runner.Telemetry.Tests;

/// <summary>A runner that nobody listens to.</summary>
public sealed class UnobservedTests
{
    [Fact]
    public async Task Checkpoints_and_beats_allocate_nothing_when_nothing_listens()
    {
        await using var telemetry = new RunnerTelemetry(NullLoggerFactory.Instance);
        await using var session = telemetry.StartSession(
            new RunnerSessionOptions { RunnerName = "alone" }
        );
        await using var phase = session.StartPhase("work");
        void Step()
        {
            phase.Progress();
            phase.Checkpoint("ok", CheckpointStatus.Pass, "message");
            phase.SetEquity(1m);
            phase.TradeClosed(1m, 1m);
            session.Heartbeat.Beat();
        }

        Step();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
        {
            Step();
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public async Task A_session_runs_through_when_nothing_listens()
    {
        await using var telemetry = new RunnerTelemetry(NullLoggerFactory.Instance);
        var ran = false;
        await telemetry.RunSessionAsync(
            new RunnerSessionOptions { RunnerName = "alone" },
            (session, stop) =>
                session.RunPhaseAsync(
                    "work",
                    (_, _) =>
                    {
                        ran = true;
                        return Task.CompletedTask;
                    },
                    cancellationToken: stop
                ),
            TestContext.Current.CancellationToken
        );
        Assert.True(ran);
    }
}
