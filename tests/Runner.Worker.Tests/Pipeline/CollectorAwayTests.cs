using Sessions;

namespace Runner.Worker.Tests.Pipeline;

/// <summary>The collector goes away in the middle of a session and comes back.</summary>
public sealed class CollectorAwayTests : PipelineTests
{
    [Fact]
    public async Task Killed_and_restarted_it_has_the_whole_session_and_nothing_twice()
    {
        // Long enough to outlive the outage: what a runner could not deliver in its life waits for its next start.
        var runner = StartRunner("success", "--Runner:Replay:Interval", "00:00:00.080");
        await SessionAsync(s => s.CurrentPhase?.Name == "api_phase");
        await Collector.KillAsync();
        await Task.Delay(TimeSpan.FromSeconds(3), Stop);
        StartCollector();
        await UntilListeningAsync();
        await AssertWholeAsync(runner);
    }

    [Fact]
    public async Task Stopped_and_continued_it_has_the_whole_session_and_nothing_twice()
    {
        var runner = StartRunner("success", "--Runner:Replay:Interval", "00:00:00.030");
        await SessionAsync(s => s.CurrentPhase?.Name == "api_phase");
        Collector.Pause();
        await Task.Delay(TimeSpan.FromSeconds(4), Stop);
        Collector.Continue();
        await AssertWholeAsync(runner);
    }

    private async Task AssertWholeAsync(ChildProcess runner)
    {
        Assert.Equal(0, await runner.ExitAsync(TimeSpan.FromSeconds(60)));
        var session = await SessionAsync(s => s.HasEnded);
        var events = await EventsAsync(session);
        Assert.Equal(SessionStatus.Success, session.Status);
        Assert.Equal(9, events.Count(e => e.Type == EventType.Checkpoint));
        Assert.Equal(3, events.Count(e => e.Type == EventType.PhaseEnd));
        var trades = events.Single(e => e.Type == EventType.RunnerEnd).Figures!.Trades;
        Assert.Equal(trades + 1, events.Count(e => e.Type == EventType.SummaryUpdated));
        var beats = events
            .Where(e => e.Type == EventType.Heartbeat)
            .Select(e => e.Beat!.Number)
            .Order()
            .ToList();
        Assert.Equal(Enumerable.Range(1, beats.Count).Select(n => (long)n), beats);
    }
}
