namespace Sessions.Tests;

/// <summary>Silence says nothing about a runner while nobody listens.</summary>
public sealed class TelemetryDownTests
{
    private static readonly DateTimeOffset Noon = ScriptedRunner.Noon;

    private static ScriptedRunner Beating() =>
        new ScriptedRunner().At(0).Start().PhaseStart().Beats(1, 5, 5, n => n);

    private static HearingPeriod BackSince(double seconds) => new(Noon.AddSeconds(seconds), null);

    [Theory]
    [InlineData(false, true, "Collector unreachable since 12:00:22 UTC")]
    [InlineData(true, false, "Collector cannot write to the store since 12:00:22 UTC")]
    public void While_the_collector_is_away_nobody_is_lost(
        bool reachable,
        bool writing,
        string sentence
    )
    {
        var down = new TelemetryHealth(reachable, writing, Noon.AddSeconds(22));

        var verdict = Beating().VerdictAt(3600, telemetry: down);

        Assert.Equal(VerdictKind.TelemetryDown, verdict.Kind);
        Assert.StartsWith(sentence, verdict.Sentence, StringComparison.Ordinal);
        Assert.False(verdict.IsHealthy);
    }

    [Theory]
    [InlineData(3602, VerdictKind.Running)]
    [InlineData(3641, VerdictKind.Running)]
    [InlineData(3642, VerdictKind.Late)]
    [InlineData(3646, VerdictKind.Late)]
    [InlineData(3647, VerdictKind.Lost)]
    public void After_the_collector_is_back_the_runner_gets_its_beats_time_again_and_a_grace(
        double now,
        VerdictKind expected
    ) => Assert.Equal(expected, Beating().VerdictAt(now, hearing: BackSince(3600)).Kind);

    [Fact]
    public void While_it_is_waited_for_the_sentence_says_so() =>
        Assert.Equal(
            "The collector has been receiving again since 13:00:00 UTC. Waiting for the runner's next signal.",
            Beating().VerdictAt(3602, hearing: BackSince(3600)).Sentence
        );

    [Fact]
    public void A_runner_that_died_meanwhile_is_lost_since_its_last_beat()
    {
        var verdict = Beating().VerdictAt(3660, hearing: BackSince(3600));

        Assert.Equal(VerdictKind.Lost, verdict.Kind);
        Assert.Contains("since 12:00:20 UTC", verdict.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void A_runner_without_beats_gets_its_ten_minutes_again()
    {
        var runner = new ScriptedRunner().At(0).Start().PhaseStart();

        Assert.Equal(VerdictKind.Running, runner.VerdictAt(4229, hearing: BackSince(3600)).Kind);
        Assert.Equal(VerdictKind.Lost, runner.VerdictAt(4231, hearing: BackSince(3600)).Kind);
    }

    [Fact]
    public void A_runner_that_was_lost_before_the_collector_went_away_stays_lost()
    {
        var down = new TelemetryHealth(false, true, Noon.AddSeconds(60));

        Assert.Equal(VerdictKind.Lost, Beating().VerdictAt(3600, telemetry: down).Kind);
    }

    [Fact]
    public void A_runner_that_hung_before_the_collector_went_away_still_hangs()
    {
        var down = new TelemetryHealth(false, true, Noon.AddSeconds(96));

        Assert.Equal(
            VerdictKind.Hung,
            Beating().At(25).Beats(6, 20, 5, _ => 5).VerdictAt(3600, telemetry: down).Kind
        );
    }

    [Fact]
    public void The_outage_is_not_held_against_the_work()
    {
        var runner = Beating().At(3605).Beats(722, 724, 5, _ => 5);

        Assert.Equal(VerdictKind.Running, runner.VerdictAt(3616, hearing: BackSince(3600)).Kind);
    }

    [Fact]
    public void An_ended_session_stays_ended_whoever_is_away()
    {
        var down = new TelemetryHealth(false, false, Noon);

        Assert.Equal(
            VerdictKind.Success,
            Beating().At(22).PhaseEnd().End().VerdictAt(3600, telemetry: down).Kind
        );
    }
}
