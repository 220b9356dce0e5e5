using Microsoft.Extensions.Logging.Abstractions;
using OpenTelemetry.Proto.Logs.V1;

namespace Runner.Telemetry.Tests;

/// <summary>Phases that run again, side by side, or too late.</summary>
public sealed class PhaseRunTests : ExportedTests
{
    [Fact]
    public async Task A_phase_that_runs_again_keeps_its_index_and_counts_its_runs()
    {
        await Telemetry.RunSessionAsync(
            Quiet(),
            async (session, stop) =>
            {
                for (var round = 0; round < 2; round++)
                {
                    await session.RunPhaseAsync("poll", Step, cancellationToken: stop);
                    await session.RunPhaseAsync("process", Step, cancellationToken: stop);
                }
            },
            Stop
        );
        await EndedSessionAsync();

        (string, long, long)[] expected =
        [
            ("poll", 0, 1),
            ("process", 1, 1),
            ("poll", 0, 2),
            ("process", 1, 2),
        ];
        Assert.Equal(expected, Events("runner.phase.start").Select(Place));
        Assert.Equal(expected, Events("runner.phase.end").Select(Place));
        Assert.Equal(expected, Events("runner.checkpoint").Select(Place));
        Assert.Equal(
            expected.Select(e => (e.Item1, e.Item3)).Order(),
            Receiver
                .Received.Points("runner.progress")
                .Select(p => p.Attributes.Values())
                .Select(a => ((string)a["runner.phase.name"]!, (long)a["runner.phase.run"]!))
                .Distinct()
                .Order()
        );
        Assert.Equal(
            4,
            Receiver
                .Received.Spans()
                .Count(s => s.Attributes.Values().ContainsKey("runner.phase.run"))
        );

        static Task Step(RunnerPhase phase, CancellationToken cancellationToken)
        {
            phase.Progress();
            phase.Checkpoint("ok", CheckpointStatus.Pass);
            return Task.CompletedTask;
        }
    }

    [Fact]
    public async Task Phases_side_by_side_each_report_their_own_progress()
    {
        await using (var session = Telemetry.StartSession(Quiet()))
        {
            var left = session.StartPhase("left");
            var right = session.StartPhase("right");
            left.Progress(3);
            right.Progress(5);
            foreach (var phase in new[] { left, right })
            {
                phase.Complete();
                await phase.DisposeAsync();
            }

            session.Complete();
        }

        await EndedSessionAsync();
        Assert.Equal(3, Last("left"));
        Assert.Equal(5, Last("right"));

        long Last(string phase) =>
            Receiver
                .Received.Points("runner.progress")
                .Last(p => p.Attributes.Text("runner.phase.name") == phase)
                .AsInt;
    }

    [Fact]
    public async Task A_session_is_a_success_when_the_latest_run_of_each_phase_is()
    {
        await Telemetry.RunSessionAsync(
            Quiet(),
            async (session, stop) =>
            {
                await Assert.ThrowsAsync<IOException>(() =>
                    session.RunPhaseAsync(
                        "load",
                        (_, _) => throw new IOException("busy"),
                        cancellationToken: stop
                    )
                );
                await session.RunPhaseAsync(
                    "load",
                    (_, _) => Task.CompletedTask,
                    cancellationToken: stop
                );
            },
            Stop
        );
        Assert.Equal("success", (await EndedSessionAsync())["runner.session.status"]);
    }

    [Fact]
    public async Task A_phase_that_starts_after_the_end_of_its_session_is_not_told()
    {
        var session = Telemetry.StartSession(Quiet());
        session.Complete();
        await session.DisposeAsync();
        var hasRun = false;
        await session.RunPhaseAsync(
            "late",
            (phase, _) =>
            {
                phase.Progress();
                phase.Checkpoint("late", CheckpointStatus.Pass);
                phase.Log(Microsoft.Extensions.Logging.LogLevel.Warning, "late");
                hasRun = true;
                return Task.CompletedTask;
            },
            cancellationToken: Stop
        );
        session.SkipPhase("later", "too late");
        session.Figure("late", 1);
        session.Error(new IOException("too late"));
        await Telemetry.Flush!.NowAsync();

        Assert.True(hasRun);
        Assert.Equal(
            ["runner.session.start", "runner.session.end"],
            Receiver.Received.Events().Select(e => e.EventName)
        );
        Assert.Single(Receiver.Received.Spans());
        Assert.Empty(Receiver.Received.Gauges());
    }

    [Fact]
    public void A_loop_of_any_length_keeps_only_the_runs_at_work()
    {
        using var telemetry = new RunnerTelemetry(NullLoggerFactory.Instance);
        var session = telemetry.StartSession(Quiet());
        for (var i = 0; i < 1000; i++)
        {
            session.SkipPhase("poll", "nothing to do");
        }

        Assert.Empty(session.Phases.Open);
        Assert.Single(session.Phases.Outcomes);
        Assert.Equal(1001, session.StartPhase("poll").Run);
    }

    static (string, long, long) Place(LogRecord record)
    {
        var attributes = record.Attributes.Values();
        return (
            (string)attributes["runner.phase.name"]!,
            (long)attributes["runner.phase.index"]!,
            (long)attributes["runner.phase.run"]!
        );
    }
}
