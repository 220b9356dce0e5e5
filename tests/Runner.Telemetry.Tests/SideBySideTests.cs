using System.Diagnostics;
using Runner.Telemetry.Trading;

namespace Runner.Telemetry.Tests;

/// <summary>Several sessions in one process, and what comes after an end.</summary>
public sealed class SideBySideTests : ExportedTests
{
    [Fact]
    public async Task Sessions_side_by_side_do_not_mix()
    {
        string[] names = ["a", "b", "c", "d"];
        await Task.WhenAll(names.Select(RunAsync));
        var received = await Receiver.UntilAsync(r => r.Spans().Count == 3 * names.Length);
        foreach (var root in received.Spans().Where(s => s.Name == "runner.session"))
        {
            var (id, name) = (
                root.Attributes.Text("session.id"),
                root.Attributes.Text("runner.name")
            );
            var trace = received.Spans().Where(s => s.TraceId.Equals(root.TraceId)).ToList();
            Assert.Equal(
                ["one", "runner.session", "two"],
                trace.Select(s => s.Name).Order(StringComparer.Ordinal)
            );
            Assert.All(trace, s => Assert.Equal(id, s.Attributes.Text("session.id")));
            var events = received.Events().Where(e => e.TraceId.Equals(root.TraceId)).ToList();
            Assert.All(events, e => Assert.Equal(id, e.Attributes.Text("session.id")));
            var checks = events.Where(e => e.EventName == "runner.checkpoint");
            Assert.Equal(20, checks.Count());
            Assert.All(
                checks,
                e => Assert.Equal(name, e.Attributes.Text("runner.checkpoint.name"))
            );
        }
    }

    [Fact]
    public async Task A_session_is_a_trace_of_its_own_within_another_one_and_gives_it_back()
    {
        using var outer = new Activity("outer").Start();
        await using (var session = Telemetry.StartSession(Quiet()))
        {
            await using (var phase = session.StartPhase("work"))
            {
                Assert.Equal("work", Activity.Current!.OperationName);
                Assert.NotEqual(outer.TraceId, Activity.Current.TraceId);
                phase.Complete();
            }

            Assert.Equal("runner.session", Activity.Current!.OperationName);
            session.Complete();
        }

        Assert.Same(outer, Activity.Current);
    }

    [Fact]
    public async Task Nothing_is_emitted_after_the_end()
    {
        var session = Telemetry.StartSession(Quiet());
        var phase = session.StartPhase("work");
        phase.Complete();
        await phase.DisposeAsync();
        session.Complete();
        await session.DisposeAsync();
        var received = await Receiver.UntilAsync(r => r.HasEnded(session.Id));
        var (events, points) = (received.Events().Count, received.Points("runner.heartbeat").Count);

        phase.Checkpoint("late", CheckpointStatus.Pass);
        phase.Summary();
        phase.TradeClosed(1m, 1m);
        phase.Retry(1, 1, TimeSpan.Zero, "late", RetryResult.Failed);
        await phase.DisposeAsync();
        await session.DisposeAsync();
        await Telemetry.Flush!.NowAsync();
        Assert.Equal(events, Receiver.Received.Events().Count);
        Assert.Equal(points, Receiver.Received.Points("runner.heartbeat").Count);
        Assert.Equal(2, Receiver.Received.Spans().Count);
    }

    [Fact]
    public async Task An_abandoned_session_falls_silent_without_an_end()
    {
        var session = Telemetry.StartSession(Quiet());
        var phase = session.StartPhase("work");
        phase.Checkpoint("before", CheckpointStatus.Pass);
        await Receiver.UntilAsync(_ => Events("runner.checkpoint").Count == 1);
        session.Abandon();
        phase.Checkpoint("after", CheckpointStatus.Pass);
        await phase.DisposeAsync();
        await session.DisposeAsync();
        await Telemetry.Flush!.NowAsync();
        Assert.Single(Events("runner.checkpoint"));
        Assert.Empty(Events("runner.session.end"));
        Assert.Empty(Receiver.Received.Spans());
    }

    [Fact]
    public async Task More_checkpoints_than_an_exporter_keeps_by_default_all_arrive_on_the_span()
    {
        await Telemetry.RunSessionAsync(
            Quiet(),
            (session, stop) =>
                session.RunPhaseAsync(
                    "work",
                    (phase, _) =>
                    {
                        for (var i = 0; i < 1000; i++)
                        {
                            phase.Checkpoint("same", CheckpointStatus.Pass);
                        }

                        return Task.CompletedTask;
                    },
                    cancellationToken: stop
                ),
            Stop
        );
        var received = await Receiver.UntilAsync(r => r.Spans().Count == 2);
        var events = received.Spans().Single(s => s.Name == "work").Events;
        Assert.Equal(1000, events.Count);
        // Told apart by their time, to the microsecond.
        Assert.Equal(1000, events.Select(e => e.TimeUnixNano / 1000).Distinct().Count());
    }

    Task RunAsync(string name) =>
        Telemetry.RunSessionAsync(
            Quiet(name),
            async (session, stop) =>
            {
                foreach (var phase in (string[])["one", "two"])
                {
                    await session.RunPhaseAsync(
                        phase,
                        (p, _) => ChecksAsync(p, name),
                        cancellationToken: stop
                    );
                }
            },
            Stop
        );

    static async Task ChecksAsync(RunnerPhase phase, string name)
    {
        for (var i = 0; i < 10; i++)
        {
            phase.Checkpoint(name, CheckpointStatus.Pass);
            await Task.Yield();
        }
    }
}
