namespace Sessions.Tests;

/// <summary>An end is an end, whenever it is heard of and whatever comes after.</summary>
public sealed class EndedTests
{
    private static ScriptedRunner Beating() =>
        new ScriptedRunner().At(0).Start().PhaseStart(index: 0).Beats(1, 5, 5, n => n);

    [Theory]
    [InlineData(EventStatus.Success, VerdictKind.Success)]
    [InlineData(EventStatus.Failed, VerdictKind.Failed)]
    [InlineData(EventStatus.Error, VerdictKind.Error)]
    [InlineData(EventStatus.Timeout, VerdictKind.Timeout)]
    [InlineData(EventStatus.Cancelled, VerdictKind.Cancelled)]
    public void The_stated_status_is_the_verdict_for_ever(EventStatus status, VerdictKind expected)
    {
        var verdict = Beating().At(22).End(status).VerdictAt(400 * 86400.0);

        Assert.Equal(expected, verdict.Kind);
        Assert.True(verdict.IsFinal);
        Assert.Equal(expected == VerdictKind.Success, verdict.IsHealthy);
    }

    [Fact]
    public void A_late_end_clears_lost()
    {
        var runner = Beating();
        Assert.Equal(VerdictKind.Lost, runner.VerdictAt(600).Kind);

        runner.At(900).End(stampedAt: 22);

        Assert.Equal(VerdictKind.Success, runner.VerdictAt(901).Kind);
        Assert.Equal(TimeSpan.FromSeconds(22), runner.Session.Runtime(DateTimeOffset.MaxValue));
    }

    [Fact]
    public void Beats_after_the_end_leave_it_ended()
    {
        var runner = Beating().At(22).PhaseEnd().End();
        var before = runner.VerdictAt(30);

        runner.At(25).Beats(6, 9, 5, n => n);

        Assert.Equal(before, runner.VerdictAt(50));
        Assert.Equal(ScriptedRunner.Noon.AddSeconds(22), runner.Session.EndedAt);
    }

    [Fact]
    public void A_session_of_200_ms_without_a_beat_is_simply_finished()
    {
        var verdict = new ScriptedRunner()
            .At(0)
            .Start()
            .PhaseStart()
            .At(0.2)
            .PhaseEnd()
            .End()
            .VerdictAt(1);

        Assert.Equal("Finished after 200 ms; 1 of 1 phases done.", verdict.Sentence);
    }

    [Fact]
    public void A_session_without_phases_does_not_count_them()
    {
        var verdict = new ScriptedRunner().At(0).Start().At(22).End().VerdictAt(23);

        Assert.Equal("Finished after 22 s.", verdict.Sentence);
    }

    [Fact]
    public void A_session_of_a_day_says_so()
    {
        var verdict = Beating().At(90_000).PhaseEnd().End().VerdictAt(90_001);

        Assert.Equal("Finished after 1d 1h; 1 of 1 phases done.", verdict.Sentence);
    }

    [Fact]
    public void A_bad_end_names_the_phase_that_stopped_it()
    {
        var verdict = Beating().At(22).PhaseEnd(EventStatus.Failed).End(EventStatus.Failed);

        Assert.Equal(
            "Failed in Api Phase after 22 s; 0 of 1 phases done.",
            verdict.VerdictAt(23).Sentence
        );
    }

    [Fact]
    public void A_phase_cut_short_by_the_end_is_named_too() =>
        Assert.Equal(
            "Cancelled in Api Phase after 22 s; 0 of 1 phases done.",
            Beating().At(22).End(EventStatus.Cancelled).VerdictAt(23).Sentence
        );

    [Fact]
    public void A_good_end_blames_no_phase()
    {
        var runner = new ScriptedRunner { Phase = "data_phase" }
            .At(0)
            .Start()
            .PhaseStart();
        runner.At(3).PhaseEnd(EventStatus.Failed).At(4).End();

        Assert.StartsWith("Finished after", runner.VerdictAt(5).Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Before_between_and_in_phases_the_sentence_says_where_the_runner_is()
    {
        var runner = new ScriptedRunner().At(0).Start();
        Assert.StartsWith("No phase yet", runner.VerdictAt(1).Sentence, StringComparison.Ordinal);

        runner.PhaseStart(index: 0).Beats(1, 3, 5, n => n);
        Assert.Equal("Api Phase (1 of 1): healthy.", runner.VerdictAt(11).Sentence);

        runner.PhaseEnd();
        Assert.StartsWith(
            "Between phases",
            runner.VerdictAt(11).Sentence,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_bad_end_gives_its_reason()
    {
        var runner = Beating()
            .At(21)
            .Error("bucket nightly-backups does not exist\nat Upload.cs:12")
            .At(22)
            .PhaseEnd(EventStatus.Failed)
            .End(EventStatus.Failed);

        Assert.Equal(
            "Failed in Api Phase after 22 s: bucket nightly-backups does not exist; 0 of 1 phases done.",
            runner.VerdictAt(23).Sentence
        );
    }

    [Fact]
    public void A_good_end_gives_no_reason_of_what_went_wrong_on_the_way() =>
        Assert.Equal(
            "Finished after 22 s; 1 of 1 phases done.",
            Beating().At(21).Error("try again").At(22).PhaseEnd().End().VerdictAt(23).Sentence
        );

    [Fact]
    public void At_a_time_limit_the_time_is_the_phases()
    {
        var runner = new ScriptedRunner { Phase = "upload" }
            .At(0)
            .Start()
            .At(6)
            .PhaseStart(limit: 3)
            .At(9)
            .PhaseEnd(EventStatus.Timeout)
            .End(EventStatus.Timeout);

        Assert.Equal(
            "Stopped at its time limit in Upload after 3.0 s; 0 of 1 phases done.",
            runner.VerdictAt(10).Sentence
        );
    }
}
