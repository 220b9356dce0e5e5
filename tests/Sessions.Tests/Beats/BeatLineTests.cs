namespace Sessions.Tests;

public sealed class BeatLineTests
{
    private static readonly DateTimeOffset Noon = ScriptedRunner.Noon;

    [Fact]
    public void Steady_beats_are_one_stroke_without_a_gap()
    {
        var line = BeatLine.Of(Every(5, 1, 1_000), 5);

        Assert.Equal([new BeatStroke(Noon, Noon.AddSeconds(4_995))], line.Strokes);
        Assert.Empty(line.Gaps);
        Assert.Equal(TimeSpan.FromSeconds(5), line.Spacing);
    }

    [Fact]
    public void Beats_that_were_cut_off_on_their_way_are_counted_and_told_apart()
    {
        // Beats 6 to 9 are missing; the runner's numbers ran on.
        var line = BeatLine.Of([.. Every(5, 1, 5), .. Every(5, 10, 14)], 5);

        var gap = Assert.Single(line.Gaps);
        Assert.Equal(4, gap.Missed);
        Assert.Equal(BeatGapCause.NotReceived, gap.Cause);
        Assert.Equal((Noon.AddSeconds(20), Noon.AddSeconds(45)), (gap.From, gap.To));
    }

    [Fact]
    public void A_runner_that_stood_still_sent_no_beats()
    {
        var line = BeatLine.Of(
            [.. Every(5, 1, 5), .. Every(5, 6, 10).Select(e => Moved(e, 20))],
            5
        );

        var gap = Assert.Single(line.Gaps);
        Assert.Equal(4, gap.Missed);
        Assert.Equal(BeatGapCause.NotSent, gap.Cause);
    }

    [Fact]
    public void An_exporter_that_passes_on_every_twelfth_beat_makes_no_gaps()
    {
        var line = BeatLine.Of(
            Enumerable.Range(1, 10).Select(i => Beat(i * 60, i * 12)),
            intervalSeconds: 5
        );

        Assert.Empty(line.Gaps);
        Assert.Equal(TimeSpan.FromSeconds(60), line.Spacing);
    }

    [Fact]
    public void A_beat_that_is_half_a_spacing_late_is_no_gap() =>
        Assert.Empty(BeatLine.Of([Beat(0, 1), Beat(5, 2), Beat(12, 3), Beat(15, 4)], 5).Gaps);

    [Theory]
    [InlineData(25, 0)]
    [InlineData(26, 0)]
    [InlineData(27, 1)]
    [InlineData(47, 5)]
    public void After_the_last_beat_those_due_until_the_end_are_missed(double until, long missed) =>
        Assert.Equal(missed, BeatLine.Of(Every(5, 1, 5), 5, Noon.AddSeconds(until - 0.5)).Missed);

    [Fact]
    public void Without_a_stated_interval_the_median_is_usual()
    {
        var line = BeatLine.Of(
            [Beat(0, 1), Beat(2, 2), Beat(4, 3), Beat(10, 6), Beat(12, 7)],
            null
        );

        Assert.Equal(2, Assert.Single(line.Gaps).Missed);
    }

    [Fact]
    public void Without_beats_the_line_is_empty()
    {
        var other = Beat(0, 1) with { Type = EventType.Checkpoint, Beat = null };

        Assert.Same(BeatLine.Empty, BeatLine.Of([other], 5, Noon.AddSeconds(60)));
    }

    [Fact]
    public void A_single_beat_is_a_stroke_of_its_own() =>
        Assert.Equal([new BeatStroke(Noon, Noon)], BeatLine.Of([Beat(0, 7)], null).Strokes);

    [Fact]
    public void Beats_that_a_column_lies_between_are_strokes_of_their_own()
    {
        var line = BeatLine.Of([.. Every(5, 1, 500), .. Every(5, 511, 1_000)], 5);

        Assert.Equal(
            [
                new BeatStroke(Noon, Noon.AddSeconds(499 * 5)),
                new BeatStroke(Noon.AddSeconds(510 * 5), Noon.AddSeconds(999 * 5)),
            ],
            line.Strokes
        );
    }

    [Fact]
    public void Of_beats_without_a_number_nobody_can_tell_which_are_missing()
    {
        var beats = BeatSummary.Of(
            [
                .. new[] { 0, 5, 10, 60 }.Select(at => new BeatTick(
                    Noon.AddSeconds(at),
                    new EventId(-at),
                    0
                )),
            ],
            5
        );

        Assert.Empty(BeatLine.Of(beats, Noon.AddSeconds(300)).Gaps);
        Assert.Equal(4, beats.Count);
    }

    private static IEnumerable<SessionEvent> Every(double seconds, int from, int to) =>
        Enumerable.Range(from, to - from + 1).Select(n => Beat((n - 1) * seconds, n));

    private static SessionEvent Moved(SessionEvent e, double seconds) =>
        e with
        {
            Timestamp = e.Timestamp.AddSeconds(seconds),
        };

    private static SessionEvent Beat(double at, long number) =>
        new()
        {
            SessionId = "s1",
            Type = EventType.Heartbeat,
            Timestamp = Noon.AddSeconds(at),
            Beat = new Beat(number, 5, null),
        };
}
