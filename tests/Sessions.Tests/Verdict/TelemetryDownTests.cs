namespace Sessions.Tests;

/// <summary>Silence says nothing about a runner while nobody listens.</summary>
public sealed class TelemetryDownTests
{
    private static readonly DateTimeOffset Noon = ScriptedRunner.Noon;

    private static ScriptedRunner Beating() =>
        new ScriptedRunner().At(0).Start().PhaseStart().Beats(1, 5, 5, n => n);

    private static TelemetryHealth BackSince(double seconds) =>
        new(true, true, Noon.AddSeconds(seconds), null);

    [Theory]
    [InlineData(false, true, "The collector cannot be reached since 12:00:22 UTC")]
    [InlineData(true, false, "The collector cannot write to the store since 12:00:22 UTC")]
    public void While_the_collector_is_away_nobody_is_lost(
        bool reachable,
        bool writing,
        string sentence
    )
    {
        var down = new TelemetryHealth(reachable, writing, null, Noon.AddSeconds(22));

        var verdict = Beating().VerdictAt(3600, telemetry: down);

        Assert.Equal(VerdictKind.TelemetryDown, verdict.Kind);
        Assert.StartsWith(sentence, verdict.Sentence, StringComparison.Ordinal);
        Assert.False(verdict.IsHealthy);
    }

    [Fact]
    public void After_the_collector_is_back_the_runner_gets_its_beats_time_again()
    {
        var runner = Beating();

        Assert.Equal(VerdictKind.Running, runner.VerdictAt(3602, telemetry: BackSince(3600)).Kind);
        Assert.Equal(VerdictKind.Late, runner.VerdictAt(3612, telemetry: BackSince(3600)).Kind);
    }

    [Fact]
    public void A_runner_that_died_meanwhile_is_lost_once_the_collector_listens()
    {
        var verdict = Beating().VerdictAt(3617, telemetry: BackSince(3600));

        Assert.Equal(VerdictKind.Lost, verdict.Kind);
        Assert.Contains("since 12:00:20 UTC", verdict.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void A_runner_without_beats_gets_its_ten_minutes_again()
    {
        var runner = new ScriptedRunner().At(0).Start().PhaseStart();

        Assert.Equal(VerdictKind.Running, runner.VerdictAt(4000, telemetry: BackSince(3600)).Kind);
        Assert.Equal(VerdictKind.Lost, runner.VerdictAt(4201, telemetry: BackSince(3600)).Kind);
    }

    [Fact]
    public void The_outage_is_not_held_against_the_work()
    {
        var runner = Beating().At(3605).Beats(722, 724, 5, _ => 5);

        Assert.Equal(VerdictKind.Running, runner.VerdictAt(3616, telemetry: BackSince(3600)).Kind);
    }

    [Fact]
    public void An_ended_session_stays_ended_whoever_is_away()
    {
        var down = new TelemetryHealth(false, false, null, Noon);

        Assert.Equal(
            VerdictKind.Success,
            Beating().At(22).PhaseEnd().End().VerdictAt(3600, telemetry: down).Kind
        );
    }
}
