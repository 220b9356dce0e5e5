namespace Sessions.Tests;

/// <summary>What the collector states of its own hearing decides how far silence counts.</summary>
public sealed class HearingTests
{
    private static ScriptedRunner Beating() =>
        new ScriptedRunner().At(0).Start().PhaseStart().Beats(1, 5, 5, n => n);

    private static HearingPeriod Period(double since, double? until) =>
        new(
            ScriptedRunner.Noon.AddSeconds(since),
            until is { } end ? ScriptedRunner.Noon.AddSeconds(end) : null
        );

    [Fact]
    public void A_collector_that_hears_all_the_time_changes_nothing()
    {
        Assert.Equal(VerdictKind.Lost, Beating().VerdictAt(40, hearing: Period(-60, null)).Kind);
        Assert.Equal(VerdictKind.Lost, Beating().VerdictAt(40, hearing: Period(-60, 39)).Kind);
    }

    [Theory]
    [InlineData(31, VerdictKind.Running)]
    [InlineData(33, VerdictKind.TelemetryDown)]
    [InlineData(3600, VerdictKind.TelemetryDown)]
    public void A_collector_that_no_longer_says_that_it_hears_makes_nobody_lost(
        double now,
        VerdictKind expected
    )
    {
        var verdict = Beating().VerdictAt(now, hearing: Period(-60, 22));

        Assert.Equal(expected, verdict.Kind);
        if (expected == VerdictKind.TelemetryDown)
        {
            Assert.StartsWith(
                "Collector does not receive from every runner since 12:00:22 UTC",
                verdict.Sentence,
                StringComparison.Ordinal
            );
        }
    }

    [Theory]
    [InlineData(70, VerdictKind.Running)]
    [InlineData(101, VerdictKind.Running)]
    [InlineData(102, VerdictKind.Late)]
    [InlineData(107, VerdictKind.Lost)]
    public void A_break_in_the_hearing_gives_the_beats_time_again_and_a_grace(
        double now,
        VerdictKind expected
    ) =>
        Assert.Equal(
            expected,
            Beating().VerdictAt(now, hearing: [Period(-60, 22), Period(60, null)]).Kind
        );

    [Theory]
    [InlineData(-575, VerdictKind.Running)]
    [InlineData(-571, VerdictKind.Late)]
    [InlineData(-565, VerdictKind.Lost)]
    public void A_runner_that_dies_after_the_clock_was_set_back_is_late_and_then_lost(
        double now,
        VerdictKind expected
    ) =>
        // Beats at 5 to 25, then the clock goes back by ten minutes; two more beats, and none after -583.
        Assert.Equal(
            expected,
            Beating()
                .At(-588)
                .Beats(6, 7, 5, n => n)
                .VerdictAt(now, hearing: Period(-590, now))
                .Kind
        );

    [Theory]
    [InlineData(-555, VerdictKind.Running)]
    [InlineData(-547, VerdictKind.Late)]
    [InlineData(-540, VerdictKind.Lost)]
    public void A_runner_that_dies_as_the_clock_is_set_back_is_counted_from_when_hearing_resumed(
        double now,
        VerdictKind expected
    )
    {
        Assert.Equal(expected, Beating().VerdictAt(now, hearing: Period(-590, now)).Kind);
        // The period before, told by the clock of before, reaches far into the present.
        Assert.Equal(
            expected,
            Beating().VerdictAt(now, hearing: [Period(-3_600, 25), Period(-590, now)]).Kind
        );
    }

    [Fact]
    public void Hearing_that_comes_and_goes_adds_up_to_no_silence() =>
        Assert.Equal(
            VerdictKind.Running,
            Beating()
                .VerdictAt(
                    210,
                    hearing:
                    [
                        Period(-60, 22),
                        Period(60, 90),
                        Period(100, 130),
                        Period(140, 170),
                        Period(180, null),
                    ]
                )
                .Kind
        );

    [Fact]
    public void A_runner_lost_within_one_period_stays_lost_in_the_next() =>
        Assert.Equal(
            VerdictKind.Lost,
            Beating().VerdictAt(61, hearing: [Period(-60, 50), Period(60, null)]).Kind
        );

    [Fact]
    public void A_beat_after_all_makes_it_running_again() =>
        Assert.Equal(
            VerdictKind.Running,
            Beating()
                .At(60)
                .Beat(13, 13)
                .VerdictAt(61, hearing: [Period(-60, 50), Period(59, null)])
                .Kind
        );
}
