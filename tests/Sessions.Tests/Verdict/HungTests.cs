namespace Sessions.Tests;

/// <summary>Alive but not working: beats arrive, progress does not.</summary>
public sealed class HungTests
{
    /// <summary>Beats every 5 s from 0 on; a step of work with each of the first five, none later.</summary>
    private static ScriptedRunner Stuck(long beats) =>
        new ScriptedRunner().At(0).Start().PhaseStart().Beats(1, beats, 5, n => Math.Min(n, 5));

    [Theory]
    [InlineData(8, 36, VerdictKind.Running)]
    [InlineData(9, 40, VerdictKind.Running)]
    [InlineData(9, 40.1, VerdictKind.Hung)]
    [InlineData(100, 496, VerdictKind.Hung)]
    public void The_floor_is_twenty_seconds(long beats, double now, VerdictKind expected) =>
        Assert.Equal(expected, Stuck(beats).VerdictAt(now).Kind);

    [Fact]
    public void The_sessions_own_gaps_teach_the_threshold()
    {
        var runner = new ScriptedRunner()
            .At(0)
            .PhaseStart()
            .Beats(1, 40, 5, n => n <= 20 ? 1 + ((n - 1) / 8) : 3);

        // The longest gap was 40 s, so that up to two minutes of standstill are usual; work was last seen at 80 s.
        Assert.Equal(40, runner.Session.Liveness.LongestWorkGapSeconds);
        Assert.Equal(VerdictKind.Running, runner.VerdictAt(195).Kind);
        Assert.Equal(VerdictKind.Hung, runner.At(200).Beat(41, 3).VerdictAt(200.1).Kind);
    }

    [Fact]
    public void Earlier_sessions_teach_it_too()
    {
        Assert.Equal(VerdictKind.Running, Stuck(20).VerdictAt(96, usualGap: 40).Kind);
        Assert.Equal(VerdictKind.Hung, Stuck(30).VerdictAt(146, usualGap: 40).Kind);
    }

    [Fact]
    public void The_ceiling_is_fifteen_minutes()
    {
        Assert.Equal(VerdictKind.Running, Stuck(180).VerdictAt(896, usualGap: 600).Kind);
        Assert.Equal(VerdictKind.Hung, Stuck(190).VerdictAt(946, usualGap: 600).Kind);
    }

    [Fact]
    public void A_gap_longer_than_the_ceiling_was_harmless_before_and_is_again()
    {
        Assert.Equal(
            TimeSpan.FromSeconds(2400),
            Verdict.HungThreshold(Stuck(20).Session, usualWorkGapSeconds: 2000)
        );
    }

    [Fact]
    public void Without_any_gap_known_a_minute_must_pass()
    {
        var runner = new ScriptedRunner().At(0).PhaseStart().Beats(1, 12, 5, _ => 1);

        Assert.Equal(VerdictKind.Running, runner.VerdictAt(59).Kind);
        Assert.Equal(VerdictKind.Hung, runner.At(60).Beat(13, 1).VerdictAt(61).Kind);
    }

    [Fact]
    public void Before_its_first_step_a_runner_hangs_only_by_what_earlier_sessions_teach()
    {
        var runner = new ScriptedRunner().At(0).PhaseStart().Beats(1, 60, 5, _ => 0);

        Assert.Equal(VerdictKind.Running, runner.VerdictAt(296).Kind);
        Assert.Equal(VerdictKind.Hung, runner.VerdictAt(296, usualGap: 5).Kind);
    }

    [Fact]
    public void Of_phases_side_by_side_the_one_that_stands_still_hangs()
    {
        var runner = new ScriptedRunner { Phase = "download" }
            .At(0)
            .Start()
            .PhaseStart();
        runner.Phase = "train";
        runner.PhaseStart();
        for (var beat = 1; beat <= 40; beat++)
        {
            runner.At(beat * 5);
            runner.Phase = "download";
            runner.Beat((2 * beat) - 1, Math.Min(beat, 4));
            runner.Phase = "train";
            runner.Beat(2 * beat, beat);
        }

        var verdict = runner.VerdictAt(201);

        Assert.Equal(VerdictKind.Hung, verdict.Kind);
        Assert.Contains("no progress in Download", verdict.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void A_phase_that_waits_for_one_within_it_does_not_hang()
    {
        var runner = new ScriptedRunner { Phase = "strategy" }
            .At(0)
            .Start()
            .PhaseStart()
            .Beats(1, 3, 5, n => n);
        runner.Phase = "backtest";
        runner.At(12).PhaseStart().At(15).Beats(4, 40, 5, n => n);
        Assert.Equal("Backtest: healthy.", runner.VerdictAt(196).Sentence);

        runner.PhaseEnd();
        runner.Phase = "strategy";
        runner.At(200).Beats(41, 44, 5, _ => 3);

        Assert.Equal(VerdictKind.Running, runner.VerdictAt(215).Kind);
        Assert.Equal(VerdictKind.Hung, runner.At(220).Beats(45, 49, 5, _ => 3).VerdictAt(241).Kind);
    }

    [Fact]
    public void Each_round_of_a_loop_counts_its_steps_again()
    {
        var runner = new ScriptedRunner { Phase = "trade" }
            .At(0)
            .Start();
        for (var round = 0; round < 3; round++)
        {
            runner
                .At(round * 60)
                .Run(round)
                .PhaseStart()
                .Beats((round * 10) + 1, (round * 10) + 10, 5, n => 1 + ((n - 1) % 10));
            Assert.Equal(VerdictKind.Running, runner.VerdictAt((round * 60) + 46).Kind);
            runner.At((round * 60) + 50).PhaseEnd();
        }

        runner.Run(3).At(180).PhaseStart().Beats(31, 36, 5, _ => null);

        // The round that is on states no steps yet: those of the one before say nothing about it.
        Assert.Equal(VerdictKind.Running, runner.VerdictAt(206).Kind);
    }

    [Fact]
    public void Progress_that_travels_once_a_minute_is_not_missed_in_between()
    {
        var runner = new ScriptedRunner().At(0).PhaseStart().At(1).Beat(1, 1).At(61).Beat(13, 13);

        runner.At(121).Beat(25, 25);

        Assert.Equal(VerdictKind.Running, runner.VerdictAt(180).Kind);
    }

    [Fact]
    public void An_outage_does_not_teach_a_threshold_that_hides_a_hang()
    {
        var runner = Stuck(5).At(3620).Beats(725, 765, 5, _ => 725);

        Assert.InRange(runner.Session.Liveness.LongestWorkGapSeconds, 5, 65);
        Assert.Equal(VerdictKind.Hung, runner.VerdictAt(3620 + 201).Kind);
        // The time that the collector was away is not held against the runner either.
        Assert.Equal(VerdictKind.Running, runner.VerdictAt(3621).Kind);
    }

    [Fact]
    public void A_runner_that_reports_no_progress_is_never_said_to_hang()
    {
        var runner = new ScriptedRunner().At(0).PhaseStart().Beats(1, 1000, 5, _ => null);

        var verdict = runner.VerdictAt(4996);

        Assert.Equal(VerdictKind.Running, verdict.Kind);
        Assert.Contains("reports no progress", verdict.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void A_phase_that_counts_no_steps_is_not_judged_by_the_one_before()
    {
        var runner = new ScriptedRunner { Phase = "data_phase" }
            .At(0)
            .PhaseStart()
            .Beats(1, 5, 5, n => n)
            .PhaseEnd();
        runner.Phase = "api_phase";
        runner.PhaseStart().At(25).Beats(6, 100, 5, _ => null);

        Assert.Equal(VerdictKind.Running, runner.VerdictAt(496).Kind);
    }

    [Fact]
    public void A_checkpoint_is_a_sign_of_work()
    {
        var runner = Stuck(30).At(145).Checkpoint("schema_ok");

        Assert.Equal(VerdictKind.Running, runner.VerdictAt(146).Kind);
    }

    [Fact]
    public void A_day_long_session_is_found_hung_as_fast_as_a_short_one()
    {
        var runner = new ScriptedRunner().At(0).PhaseStart().Beats(1, 17280, 5, n => n);

        Assert.Equal(VerdictKind.Running, runner.VerdictAt(86396).Kind);
        runner.At(86400).Beats(17281, 17286, 5, _ => 17280);
        Assert.Equal(VerdictKind.Hung, runner.VerdictAt(86426).Kind);
    }

    [Fact]
    public void The_sentence_says_that_it_is_alive_and_names_the_usual_gap()
    {
        Assert.Equal(
            "Alive, but no progress in Api Phase for 1m 16s, since 12:00:20 UTC (usually at most 5.0 s).",
            Stuck(20).VerdictAt(96).Sentence
        );
    }
}
