using Sessions;

namespace Runner.Worker.Tests.Pipeline;

/// <summary>What the store holds after each scenario: all that the conventions say, and no more.</summary>
public sealed class ScenarioTests(EveryScenario scenarios) : IClassFixture<EveryScenario>
{
    [Fact]
    public async Task Success_is_three_phases_with_every_check()
    {
        var (session, events) = await scenarios.OfAsync("success");
        Assert.Equal(
            Story.With(
                "Checkpoint api_phase Pass risk_ok",
                "PhaseEnd api_phase Success",
                "RunnerEnd Success"
            ),
            Story.Of(events)
        );
        Assert.Equal(SessionStatus.Success, session.Status);
        Assert.Equal(
            new SessionHeader
            {
                RunnerName = "mixed",
                DryRun = true,
                InitialCapital = 10_000,
                Currency = "EUR",
                PhaseCount = 3,
            },
            session.Header
        );
        Assert.Equal(
            [(0, 7200.0), (1, 7200.0), (2, 3600.0)],
            session.NamedPhases.Select(p => (p.Index!.Value, p.TimeLimitSeconds!.Value))
        );
        Assert.True(session.Totals.Trades > 0);
    }

    [Fact]
    public async Task Fail_is_a_failed_check_and_a_failed_session()
    {
        var (session, events) = await scenarios.OfAsync("fail");
        Assert.Equal(
            Story.With(
                "Checkpoint api_phase Fail risk_ok",
                "PhaseEnd api_phase Failed",
                "RunnerEnd Failed"
            ),
            Story.Of(events)
        );
        Assert.Equal(SessionStatus.Failed, session.Status);
    }

    [Fact]
    public async Task Error_is_one_error_with_its_type()
    {
        var (session, events) = await scenarios.OfAsync("error");
        const string type = "System.InvalidOperationException";
        Assert.Equal(
            Story.With(
                $"Error api_phase {type}",
                $"PhaseEnd api_phase Error {type}",
                $"RunnerEnd Error {type}"
            ),
            Story.Of(events)
        );
        Assert.Equal(SessionStatus.Error, session.Status);
    }

    [Fact]
    public async Task Timeout_is_told_of_the_phase_that_ran_out_of_time()
    {
        var (session, events) = await scenarios.OfAsync("timeout");
        Assert.Equal(
            Story.With("PhaseEnd api_phase Timeout timeout", "RunnerEnd Timeout timeout"),
            Story.Of(events)
        );
        Assert.Equal(SessionStatus.Timeout, session.Status);
        Assert.Equal(0.6, session.NamedPhases.Last().TimeLimitSeconds);
    }

    [Fact]
    public async Task Hang_beats_on_without_progress_and_then_goes_on()
    {
        var (hung, events) = await scenarios.OfAsync("hang");
        Assert.Equal(Story.Of((await scenarios.OfAsync("success")).Events), Story.Of(events));
        Assert.Equal(SessionStatus.Success, hung.Status);
        var standing = events
            .Where(e => e.Type == EventType.Heartbeat && e.Phase == "api_phase")
            .GroupBy(e => e.Beat!.Progress)
            .Max(g => g.Count());
        Assert.True(standing >= 8, $"at most {standing} beats without progress");
    }

    [Fact]
    public async Task Crash_leaves_a_session_without_an_end_and_others_follow()
    {
        var (session, events) = await scenarios.OfAsync("crash");
        Assert.Equal(Story.With(), Story.Of(events));
        Assert.False(session.HasEnded);
        Assert.Equal("api_phase", session.CurrentPhase?.Name);
    }

    [Fact]
    public async Task Retry_tells_each_attempt_and_its_outcome()
    {
        var (session, events) = await scenarios.OfAsync("retry");
        Assert.Equal(
            Story.With(
                "AutocorrectAttempt api_phase Retrying",
                "AutocorrectAttempt api_phase Retrying",
                "AutocorrectAttempt api_phase Success",
                "Checkpoint api_phase Pass risk_ok",
                "PhaseEnd api_phase Success",
                "RunnerEnd Success"
            ),
            Story.Of(events)
        );
        Assert.Equal(SessionStatus.Success, session.Status);
        var attempts = events.Where(e => e.Type == EventType.AutocorrectAttempt).ToList();
        Assert.Equal([1, 2, 3], attempts.Select(a => a.Retry!.Attempt));
        Assert.All(attempts, a => Assert.Equal(3, a.Retry!.Max));
        Assert.All(
            attempts,
            a => Assert.Equal("Fault injection: the broker is busy", a.Retry!.Reason)
        );
        Assert.All(attempts[..2], a => Assert.True(a.Retry!.DelaySeconds > 0));
    }

    [Fact]
    public async Task Silent_leaves_a_session_without_an_end_though_the_runner_went_on()
    {
        var (session, events) = await scenarios.OfAsync("silent");
        Assert.Equal(Story.With(), Story.Of(events));
        Assert.False(session.HasEnded);
        Assert.Contains("Session 8 succeeded", scenarios.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Soak_is_session_after_session_without_a_pause()
    {
        Assert.Equal(3, scenarios.Soaked.Count);
        foreach (var session in scenarios.Soaked)
        {
            Assert.Equal(
                Story.Of((await scenarios.OfAsync("success")).Events),
                Story.Of(await scenarios.Pipeline.EventsAsync(session))
            );
        }
    }

    [Fact]
    public async Task Every_event_says_what_its_kind_says_and_no_more()
    {
        foreach (var session in scenarios.All)
        {
            foreach (var e in await scenarios.Pipeline.EventsAsync(session))
            {
                Assert.Equal((e.Type, Content.Expected(e)), (e.Type, Content.Of(e)));
            }
        }
    }

    [Fact]
    public async Task Beats_are_numbered_without_gaps_and_none_follows_the_end()
    {
        foreach (var session in scenarios.All)
        {
            var events = await scenarios.Pipeline.EventsAsync(session);
            Accounts.AssertBeatsWithoutGaps(events);
            if (session.HasEnded)
            {
                Assert.Equal(EventType.RunnerEnd, events[^1].Type);
            }
        }
    }

    [Fact]
    public async Task Money_and_trades_add_up_in_every_session()
    {
        foreach (var session in scenarios.All)
        {
            Accounts.AssertAddUp(session, await scenarios.Pipeline.EventsAsync(session));
        }
    }

    [Fact]
    public async Task Every_figure_is_what_a_recount_of_the_exported_events_gives()
    {
        var store = scenarios.Pipeline.Store;
        foreach (var session in scenarios.All)
        {
            Assert.Equal(
                Recount.Of(await ShownFigures.ExportAsync(store, session.Id)),
                await ShownFigures.OfAsync(store, session.Id)
            );
        }
    }
}
