namespace Sessions.Tests;

/// <summary>Late and lost: what a missing beat means, and what it does not.</summary>
public sealed class SilenceTests
{
    /// <summary>Beats 1 to 5, at 0, 5, 10, 15 and 20 s, each with a step of work.</summary>
    private static ScriptedRunner Beating(TimeSpan skew = default, double? interval = 5) =>
        new ScriptedRunner { Skew = skew, Interval = interval }
            .At(0)
            .Start()
            .PhaseStart()
            .Beats(1, 5, 5, n => n);

    [Theory]
    [InlineData(20, VerdictKind.Running)]
    [InlineData(25, VerdictKind.Running)]
    [InlineData(31, VerdictKind.Running)]
    [InlineData(31.6, VerdictKind.Late)]
    [InlineData(36, VerdictKind.Late)]
    [InlineData(36.6, VerdictKind.Lost)]
    [InlineData(90 * 86400, VerdictKind.Lost)]
    public void Two_missed_beats_are_late_three_are_lost(double now, VerdictKind expected) =>
        Assert.Equal(expected, Beating().VerdictAt(now).Kind);

    [Theory]
    [InlineData(-420)]
    [InlineData(-3)]
    [InlineData(3)]
    [InlineData(420)]
    public void A_skewed_clock_changes_no_verdict(double skewSeconds)
    {
        var skew = TimeSpan.FromSeconds(skewSeconds);

        Assert.Equal(VerdictKind.Running, Beating(skew).VerdictAt(24).Kind);
        Assert.Equal(VerdictKind.Late, Beating(skew).VerdictAt(33).Kind);
        Assert.Equal(VerdictKind.Lost, Beating(skew).VerdictAt(40).Kind);
        Assert.Equal(
            VerdictKind.Hung,
            Beating(skew).At(25).Beats(6, 20, 5, _ => 5).VerdictAt(96).Kind
        );
    }

    [Fact]
    public void A_present_before_the_last_arrival_is_no_silence() =>
        Assert.Equal(VerdictKind.Running, Beating().VerdictAt(-60).Kind);

    [Fact]
    public void A_beat_that_comes_after_all_clears_late_and_lost()
    {
        var runner = Beating();
        Assert.Equal(VerdictKind.Lost, runner.VerdictAt(60).Kind);

        runner.At(60).Beat(13, 13);

        Assert.Equal(VerdictKind.Running, runner.VerdictAt(61).Kind);
    }

    [Fact]
    public void An_exporter_that_collects_once_a_minute_makes_nobody_late()
    {
        var runner = new ScriptedRunner().At(0).Start().PhaseStart().At(60).Beat(12, 12);
        Assert.Equal(VerdictKind.Running, runner.VerdictAt(118).Kind);

        runner.At(120).Beat(24, 24);
        Assert.Equal(VerdictKind.Running, runner.VerdictAt(179).Kind);

        runner.At(180).Beat(36, 36);
        Assert.Equal(VerdictKind.Running, runner.VerdictAt(239).Kind);
        Assert.Equal(VerdictKind.Lost, runner.VerdictAt(180 + 200).Kind);
    }

    [Fact]
    public void An_outage_does_not_teach_a_spacing_that_hides_a_crash()
    {
        var runner = Beating().At(7220).Beat(1445, 1445);

        Assert.Equal(VerdictKind.Lost, runner.VerdictAt(7220 + 200).Kind);
    }

    [Fact]
    public void Without_a_stated_interval_the_spacing_is_learned()
    {
        var runner = new ScriptedRunner { Interval = null }
            .At(0)
            .PhaseStart()
            .Beats(1, 4, 120, _ => null);

        Assert.Equal(VerdictKind.Running, runner.VerdictAt(360 + 200).Kind);
        Assert.Equal(VerdictKind.Late, runner.VerdictAt(360 + 250).Kind);
        Assert.Equal(VerdictKind.Lost, runner.VerdictAt(360 + 370).Kind);
    }

    [Fact]
    public void A_single_beat_without_an_interval_is_judged_as_patiently_as_none()
    {
        var runner = new ScriptedRunner { Interval = null }
            .At(0)
            .PhaseStart()
            .Beat(1);

        Assert.Equal(VerdictKind.Running, runner.VerdictAt(300).Kind);
        Assert.Equal(VerdictKind.Lost, runner.VerdictAt(605).Kind);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(1e-12)]
    [InlineData(1e300)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void An_absurd_interval_still_gets_a_verdict_and_a_crash_is_still_found(double interval)
    {
        var runner = Beating(interval: interval);

        Assert.False(runner.VerdictAt(21).IsFinal);
        Assert.Equal(VerdictKind.Lost, runner.VerdictAt(200 * 86400.0).Kind);
    }

    [Fact]
    public void Who_still_logs_is_late_but_not_lost()
    {
        var runner = Beating().At(58).Checkpoint("schema_ok");

        var verdict = runner.VerdictAt(60);

        Assert.Equal(VerdictKind.Late, verdict.Kind);
        Assert.Contains("Other signals still arrive", verdict.Sentence, StringComparison.Ordinal);
        Assert.Equal(VerdictKind.Lost, runner.VerdictAt(80).Kind);
    }

    [Fact]
    public void A_foreign_runner_without_beats_runs_until_ten_silent_minutes_have_passed()
    {
        var runner = new ScriptedRunner().At(0).Start().PhaseStart().At(30).Checkpoint("schema_ok");

        Assert.Equal(VerdictKind.Running, runner.VerdictAt(30 + 599).Kind);
        var lost = runner.VerdictAt(30 + 601);
        Assert.Equal(VerdictKind.Lost, lost.Kind);
        Assert.Contains("sends no heartbeats", lost.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void A_foreign_runner_known_to_be_silent_for_long_is_given_longer()
    {
        var runner = new ScriptedRunner().At(0).Start().PhaseStart();

        Assert.Equal(VerdictKind.Running, runner.VerdictAt(800, usualGap: 290).Kind);
        Assert.Equal(VerdictKind.Lost, runner.VerdictAt(901, usualGap: 290).Kind);
        Assert.Equal(VerdictKind.Running, runner.VerdictAt(4000, usualGap: 3600).Kind);
        Assert.Equal(VerdictKind.Lost, runner.VerdictAt(4400, usualGap: 3600).Kind);
    }

    [Fact]
    public void The_sentence_says_since_when_and_what_was_due()
    {
        var verdict = Beating().VerdictAt(40);

        Assert.Equal(
            "No heartbeat for 20 s, since 12:00:20 UTC (expected every 5.0 s). The runner crashed or lost its connection.",
            verdict.Sentence
        );
        Assert.False(verdict.IsHealthy);
        Assert.False(verdict.IsFinal);
    }

    [Fact]
    public void Two_runners_under_one_name_are_judged_each_by_its_own_beats()
    {
        var alive = new ScriptedRunner("a").At(0).Start("twin").PhaseStart().Beats(1, 9, 5, n => n);
        var dead = new ScriptedRunner("b").At(0).Start("twin").PhaseStart().Beats(1, 3, 5, n => n);

        Assert.Equal(VerdictKind.Running, alive.VerdictAt(42).Kind);
        Assert.Equal(VerdictKind.Lost, dead.VerdictAt(42).Kind);
    }
}
