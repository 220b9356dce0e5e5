namespace Sessions.Tests;

public sealed class RemainingTimeTests
{
    private static readonly DateTimeOffset Noon = ScriptedRunner.Noon;

    private static readonly RunnerHistory History = new(
        [
            new UsualDuration("", 12, 100, 150),
            new UsualDuration("data_phase", 12, 30, 40),
            new UsualDuration("strategy_phase", 12, 50, 80),
            new UsualDuration("api_phase", 12, 20, 30),
        ],
        null
    );

    private static ScriptedRunner InStrategyPhase(TimeSpan skew = default)
    {
        var runner = new ScriptedRunner { Skew = skew, Phase = "data_phase" }
            .At(0)
            .Start()
            .PhaseStart()
            .At(60)
            .PhaseEnd();
        runner.Phase = "strategy_phase";
        return runner.PhaseStart();
    }

    [Fact]
    public void What_is_left_of_this_phase_and_the_phases_ahead_add_up()
    {
        // The first phase took twice as long as usual; that says nothing about the two that follow.
        var left = Left(InStrategyPhase(), 80)!;

        Assert.Equal(TimeSpan.FromSeconds(30 + 20), left.Likely);
        Assert.Equal(TimeSpan.FromSeconds(70), left.AtMost);
        Assert.Equal(12, left.Sessions);
        Assert.Equal("about 50 s left", left.Sentence);
    }

    [Theory]
    [InlineData(-300)]
    [InlineData(300)]
    public void A_skewed_clock_changes_nothing(double skew) =>
        Assert.Equal(
            Left(InStrategyPhase(), 80),
            Left(InStrategyPhase(TimeSpan.FromSeconds(skew)), 80)
        );

    [Fact]
    public void A_phase_longer_than_nine_in_ten_is_overdue()
    {
        var left = Left(InStrategyPhase(), 60 + 81)!;

        Assert.True(left.Overdue);
        Assert.Equal("longer than nine in ten of 12 earlier sessions", left.Sentence);
        Assert.Equal(TimeSpan.FromSeconds(20), left.Likely);
    }

    [Fact]
    public void Without_phases_in_history_the_whole_session_counts()
    {
        var history = new RunnerHistory([new UsualDuration("", 1, 100, 150)], null);

        var left = RemainingTime.Of(InStrategyPhase().Session, history, Noon.AddSeconds(70))!;

        Assert.Equal(
            (TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(80)),
            (left.Likely, left.AtMost)
        );
    }

    [Fact]
    public void Parallel_phases_count_by_the_longer_one()
    {
        var runner = InStrategyPhase();
        runner.Phase = "api_phase";
        runner.PhaseStart();

        Assert.Equal(TimeSpan.FromSeconds(40), Left(runner, 70)!.Likely);
    }

    [Fact]
    public void When_nothing_is_left_it_may_end_at_any_moment()
    {
        var runner = InStrategyPhase();
        runner.At(61).PhaseEnd();
        runner.Phase = "api_phase";
        runner.PhaseStart();

        Assert.Equal("any moment now", Left(runner, 84)!.Sentence);
    }

    [Fact]
    public void An_ended_session_and_one_without_history_have_no_remaining_time()
    {
        Assert.Null(Left(InStrategyPhase().At(70).End(), 80));
        Assert.Null(
            RemainingTime.Of(InStrategyPhase().Session, RunnerHistory.Empty, Noon.AddSeconds(80))
        );
    }

    [Fact]
    public void The_runners_clock_stops_at_the_end_and_runs_on_before_it()
    {
        var runner = InStrategyPhase(TimeSpan.FromMinutes(7));
        Assert.Equal(
            Noon.AddMinutes(7).AddSeconds(80),
            RunnerClock.Now(runner.Session, Noon.AddSeconds(80))
        );

        runner.At(90).End();
        Assert.Equal(
            Noon.AddMinutes(7).AddSeconds(90),
            RunnerClock.Now(runner.Session, Noon.AddSeconds(500))
        );
    }

    private static RemainingTime? Left(ScriptedRunner runner, double at) =>
        RemainingTime.Of(runner.Session, History, Noon.AddSeconds(at));
}
