using System.Globalization;
using Sessions;

namespace Runner.Worker.Tests.Pipeline;

/// <summary>
/// The collector goes away in the middle of a session and comes back; <c>OUTAGE_SECONDS</c> says for how long.
/// </summary>
public sealed class CollectorAwayTests : IAsyncLifetime
{
    static readonly TimeSpan Outage = TimeSpan.FromSeconds(
        double.Parse(
            Environment.GetEnvironmentVariable("OUTAGE_SECONDS") ?? "3",
            CultureInfo.InvariantCulture
        )
    );

    RealPipeline _pipeline = null!;

    public async ValueTask InitializeAsync() => _pipeline = await RealPipeline.StartAsync();

    public ValueTask DisposeAsync() => _pipeline.DisposeAsync();

    [Fact]
    public async Task Killed_and_restarted_it_has_the_whole_session_and_nothing_twice()
    {
        var runner = await StartAsync();
        await _pipeline.Collector.KillAsync();
        await Task.Delay(Outage, TestContext.Current.CancellationToken);
        await _pipeline.StartCollectorAsync();
        await AssertWholeAsync(runner);
    }

    [Fact]
    public async Task Stopped_and_continued_it_has_the_whole_session_and_nothing_twice()
    {
        var runner = await StartAsync();
        _pipeline.Collector.Pause();
        await Task.Delay(Outage, TestContext.Current.CancellationToken);
        _pipeline.Collector.Continue();
        await AssertWholeAsync(runner);
    }

    [Fact]
    public async Task Interrupting_the_runner_meanwhile_ends_it_in_time()
    {
        var runner = await StartAsync();
        await _pipeline.Collector.KillAsync();
        runner.Interrupt();
        Assert.Equal(0, await runner.ExitAsync(TimeSpan.FromSeconds(5)));
    }

    /// <summary>A runner in the last phase of its session. It lives on afterwards: what is undelivered in a runner's life
    /// would wait for its next start.</summary>
    async Task<ChildProcess> StartAsync()
    {
        var bar = (Outage + TimeSpan.FromSeconds(3)) / 100;
        var runner = _pipeline.StartRunner(
            "success",
            "--sessions",
            "2",
            "--Runner:SessionPause",
            "01:00:00",
            "--Runner:Replay:Interval",
            bar.ToString()
        );
        await _pipeline.SessionAsync("success", s => s.CurrentPhase?.Name == "api_phase");
        return runner;
    }

    async Task AssertWholeAsync(ChildProcess runner)
    {
        var session = await _pipeline.SessionAsync("success", s => s.HasEnded);
        // What the end did not wait for is delivered before the runner exits.
        runner.Interrupt();
        Assert.Equal(0, await runner.ExitAsync(TimeSpan.FromSeconds(10)));
        session = await _pipeline.SessionAsync("success", s => s.HasEnded);
        var events = await _pipeline.EventsAsync(session);
        Assert.Equal(
            Story.With(
                "Checkpoint api_phase Pass risk_ok",
                "PhaseEnd api_phase Success",
                "RunnerEnd Success"
            ),
            Story.Of(events)
        );
        Accounts.AssertBeatsWithoutGaps(events);
        Accounts.AssertAddUp(session, events);
        // A summary for each closed trade, and one at the end.
        Assert.Equal(
            session.Totals.Trades + 1,
            events.Count(e => e.Type == EventType.SummaryUpdated)
        );
    }
}
