using Sessions;

namespace Runner.Worker.Tests.Pipeline;

/// <summary>What the store holds after each scenario.</summary>
public sealed class ScenarioTests : PipelineTests
{
    static readonly string[] Checkpoints =
    [
        "schema_ok",
        "order_ok",
        "gaps_ok",
        "values_ok",
        "lint_ok",
        "walk_forward_ok",
        "parameters_chosen",
        "api_keys_present",
        "risk_ok",
    ];

    [Fact]
    public async Task Success_is_three_phases_with_every_check_and_figures_that_agree()
    {
        var runner = StartRunner("success", "--Runner:Replay:Interval", "00:00:00.020");
        Assert.Equal(0, await runner.ExitAsync(TimeSpan.FromSeconds(60)));
        var session = await SessionAsync(s => s.HasEnded);
        var events = await EventsAsync(session);

        Assert.Equal(SessionStatus.Success, session.Status);
        Assert.Equal("index-runner", session.RunnerName);
        Assert.Equal(
            ["data_phase", "strategy_phase", "api_phase"],
            session.NamedPhases.Select(p => p.Name)
        );
        Assert.All(session.NamedPhases, p => Assert.Equal(PhaseStatus.Success, p.Status));
        Assert.Equal(
            Checkpoints,
            events.Where(e => e.Type == EventType.Checkpoint).Select(e => e.Checkpoint)
        );
        Assert.Single(events, e => e.Type == EventType.RunnerStart);
        Assert.Single(events, e => e.Type == EventType.RunnerEnd);
        Assert.Equal(3, events.Count(e => e.Type == EventType.PhaseStart));
        Assert.Equal(3, events.Count(e => e.Type == EventType.PhaseEnd));
        Assert.DoesNotContain(
            events,
            e => e.Type is EventType.Error or EventType.AutocorrectAttempt
        );

        var beats = events.Where(e => e.Type == EventType.Heartbeat).ToList();
        Assert.True(beats.Count > 8);
        Assert.Equal(
            Enumerable.Range(1, beats.Count).Select(n => (long)n),
            beats.Select(b => b.Beat!.Number)
        );

        var end = events.Single(e => e.Type == EventType.RunnerEnd).Figures!;
        var api = events
            .Single(e => e.Type == EventType.PhaseEnd && e.Phase == "api_phase")
            .Figures!;
        Assert.True(end.Trades > 0);
        Assert.Equal(end.Trades, session.Totals.Trades);
        Assert.Equal((end.Trades, end.Wins, end.Losses), (api.Trades, api.Wins, api.Losses));
        Assert.Equal(end.Equity, session.CurrentEquity);
        Assert.Equal(end.Equity, beats[^1].Figures!.Equity);
        Assert.Equal(end.Trades, beats[^1].Figures!.Trades);
        // A summary for each closed trade, and one at the end.
        Assert.Equal(end.Trades + 1, events.Count(e => e.Type == EventType.SummaryUpdated));
    }

    [Fact]
    public async Task Fail_is_a_failed_check_and_a_failed_session()
    {
        var (session, events) = await RunAsync("fail");
        Assert.Equal(SessionStatus.Failed, session.Status);
        var check = events.Single(e => e.Checkpoint == "risk_ok");
        Assert.Equal(EventStatus.Fail, check.Status);
        Assert.Equal(PhaseStatus.Failed, session.NamedPhases.Last().Status);
        Assert.DoesNotContain(events, e => e.Type == EventType.Error);
    }

    [Fact]
    public async Task Error_is_one_error_with_its_type()
    {
        var (session, events) = await RunAsync("error");
        Assert.Equal(SessionStatus.Error, session.Status);
        var error = events.Single(e => e.Type == EventType.Error);
        Assert.Equal("System.InvalidOperationException", error.ErrorType);
        Assert.Equal("api_phase", error.Phase);
        Assert.Equal(PhaseStatus.Error, session.NamedPhases.Last().Status);
    }

    [Fact]
    public async Task Timeout_is_told_of_the_phase_that_ran_out_of_time()
    {
        var (session, _) = await RunAsync("timeout");
        Assert.Equal(SessionStatus.Timeout, session.Status);
        Assert.Equal(PhaseStatus.Timeout, session.NamedPhases.Last().Status);
        Assert.Equal(0.5, session.NamedPhases.Last().TimeLimitSeconds);
    }

    [Fact]
    public async Task Hang_beats_on_without_progress_and_then_goes_on()
    {
        var (session, events) = await RunAsync("hang");
        Assert.Equal(SessionStatus.Success, session.Status);
        var standing = events
            .Where(e => e.Type == EventType.Heartbeat && e.Phase == "api_phase")
            .GroupBy(e => e.Beat!.Progress)
            .Max(g => g.Count());
        Assert.True(standing >= 8, $"at most {standing} beats without progress");
    }

    [Fact]
    public async Task Crash_leaves_a_session_without_an_end()
    {
        var runner = StartRunner("crash", "--Runner:Replay:Interval", "00:00:00.020");
        Assert.NotEqual(0, await runner.ExitAsync(TimeSpan.FromSeconds(60)));
        var session = await SessionAsync(s => s.CurrentPhase?.Name == "api_phase");
        Assert.False(session.HasEnded);
        Assert.DoesNotContain(await EventsAsync(session), e => e.Type == EventType.RunnerEnd);
    }

    [Fact]
    public async Task Silent_leaves_a_session_without_an_end_though_the_runner_went_on()
    {
        var runner = StartRunner("silent", "--Runner:Replay:Interval", "00:00:00.020");
        Assert.Equal(0, await runner.ExitAsync(TimeSpan.FromSeconds(60)));
        Assert.Contains("succeeded", runner.Output, StringComparison.Ordinal);
        var session = await SessionAsync(s => s.CurrentPhase?.Name == "api_phase");
        Assert.False(session.HasEnded);
    }

    [Fact]
    public async Task Retry_tells_each_attempt_and_its_outcome()
    {
        var (session, events) = await RunAsync("retry");
        Assert.Equal(SessionStatus.Success, session.Status);
        var attempts = events.Where(e => e.Type == EventType.AutocorrectAttempt).ToList();
        Assert.Equal([1, 2, 3], attempts.Select(a => a.Retry!.Attempt));
        Assert.Equal(
            [EventStatus.Retrying, EventStatus.Retrying, EventStatus.Success],
            attempts.Select(a => a.Status)
        );
        Assert.All(attempts, a => Assert.Equal(3, a.Retry!.Max));
        Assert.All(attempts[..2], a => Assert.True(a.Retry!.DelaySeconds > 0));
    }

    [Fact]
    public async Task Interrupting_the_runner_ends_its_session_as_cancelled_before_it_exits()
    {
        var runner = StartRunner("success", "--Runner:Replay:Interval", "00:00:01");
        await SessionAsync(s => s.CurrentPhase?.Name == "api_phase");
        runner.Interrupt();
        Assert.Equal(0, await runner.ExitAsync(TimeSpan.FromSeconds(5)));
        var session = await SessionAsync(s => s.HasEnded);
        Assert.Equal(SessionStatus.Cancelled, session.Status);
        Assert.Equal(2, session.PhasesCompleted);
    }

    [Fact]
    public async Task Interrupting_the_runner_ends_it_in_time_when_the_collector_is_gone()
    {
        var runner = StartRunner("success", "--Runner:Replay:Interval", "00:00:01");
        await SessionAsync(s => s.CurrentPhase?.Name == "api_phase");
        await Collector.KillAsync();
        runner.Interrupt();
        Assert.Equal(0, await runner.ExitAsync(TimeSpan.FromSeconds(5)));
    }

    async Task<(SessionState Session, List<SessionEvent> Events)> RunAsync(string scenario)
    {
        Assert.Equal(0, await StartRunner(scenario).ExitAsync(TimeSpan.FromSeconds(60)));
        var session = await SessionAsync(s => s.HasEnded);
        return (session, await EventsAsync(session));
    }
}
