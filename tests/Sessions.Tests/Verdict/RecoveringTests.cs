namespace Sessions.Tests;

/// <summary>A retry is neither a hang nor a failure, as long as it is one.</summary>
public sealed class RecoveringTests
{
    private static ScriptedRunner Beating() =>
        new ScriptedRunner().At(0).Start().PhaseStart().Beats(1, 5, 5, n => n);

    [Fact]
    public void An_attempt_that_waits_is_recovering()
    {
        var verdict = Beating().At(21).Retry(EventStatus.Retrying, 2, delay: 4).VerdictAt(22);

        Assert.Equal(VerdictKind.Recovering, verdict.Kind);
        Assert.Equal(
            "Attempt 2 of 3 in Api Phase since 12:00:21 UTC: connection reset.",
            verdict.Sentence
        );
        Assert.True(verdict.IsHealthy);
    }

    [Fact]
    public void A_long_delay_is_waited_for()
    {
        var runner = Beating().At(21).Retry(EventStatus.Retrying, 1, delay: 300);
        runner.At(25).Beats(6, 70, 5, _ => 5);

        Assert.Equal(VerdictKind.Recovering, runner.VerdictAt(320).Kind);
        Assert.Equal(VerdictKind.Hung, runner.At(345).Beat(71, 5).VerdictAt(346).Kind);
    }

    [Fact]
    public void Work_after_the_attempt_ends_it_even_without_an_outcome()
    {
        var runner = Beating().At(21).Retry(EventStatus.Retrying, 1, delay: 4).At(25).Beat(6, 6);

        Assert.Equal(VerdictKind.Running, runner.VerdictAt(26).Kind);
    }

    [Theory]
    [InlineData(EventStatus.Success)]
    [InlineData(EventStatus.Failed)]
    public void An_outcome_ends_it(EventStatus outcome)
    {
        var runner = Beating()
            .At(21)
            .Retry(EventStatus.Retrying, 1, delay: 4)
            .At(23)
            .Retry(outcome, 2);

        Assert.Equal(VerdictKind.Running, runner.VerdictAt(24).Kind);
    }

    [Fact]
    public void Who_dies_in_a_retry_is_lost()
    {
        var runner = Beating().At(21).Retry(EventStatus.Retrying, 1, delay: 300);

        Assert.Equal(VerdictKind.Lost, runner.VerdictAt(120).Kind);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(-5)]
    [InlineData(double.MaxValue)]
    public void An_absurd_delay_still_gets_a_verdict(double delay) =>
        Assert.Equal(
            VerdictKind.Recovering,
            Beating().At(21).Retry(EventStatus.Retrying, 1, delay).VerdictAt(22).Kind
        );
}
