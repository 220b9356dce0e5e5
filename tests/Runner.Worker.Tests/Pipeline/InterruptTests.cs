using Sessions;

namespace Runner.Worker.Tests.Pipeline;

/// <summary>Ctrl+C in mid-session.</summary>
public sealed class InterruptTests(SharedPipeline shared)
{
    [Fact]
    public async Task Ends_the_session_as_cancelled_before_the_runner_exits()
    {
        var pipeline = await shared.StartedAsync();
        var runner = pipeline.StartRunner(
            "success",
            "--Runner:Name",
            "interrupted",
            "--Runner:Replay:Interval",
            "00:00:01"
        );
        await pipeline.SessionAsync("interrupted", s => s.CurrentPhase?.Name == "api_phase");
        runner.Interrupt();
        Assert.Equal(0, await runner.ExitAsync(TimeSpan.FromSeconds(5)));
        var session = await pipeline.SessionAsync("interrupted", s => s.HasEnded);
        Assert.Equal(SessionStatus.Cancelled, session.Status);
        Assert.Equal(2, session.PhasesCompleted);
        Assert.Equal(
            Story.With("PhaseEnd api_phase Failed", "RunnerEnd Cancelled"),
            Story.Of(await pipeline.EventsAsync(session))
        );
    }
}
