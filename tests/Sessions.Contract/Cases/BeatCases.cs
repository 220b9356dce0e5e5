using Sessions.Contract.Reference;
using Xunit;

namespace Sessions.Contract.Cases;

/// <summary>What a store tells of all beats of a session.</summary>
public abstract class BeatCases : StoreCases
{
    [Fact]
    public async Task A_session_without_beats_has_an_empty_summary_and_empty_ranges()
    {
        var store = await StoreAsync(Samples.Begin("s"));

        Assert.Equal(0, (await store.Reader.BeatsAsync("s", 5, Cancel)).Count);
        Assert.Equal(0, (await store.Reader.BeatsAsync("nobody", 5, Cancel)).Count);
        Assert.Equal(
            [default],
            await store.Reader.BeatGroupsAsync("s", [new BeatRange(null, null)], Cancel)
        );
        Assert.Equal(
            [default],
            await store.Reader.BeatGroupsAsync("nobody", [new BeatRange(null, null)], Cancel)
        );
    }

    [Fact]
    public async Task Gaps_are_the_longest_ones_in_order_of_time()
    {
        // One beat a second; every fifth is followed by a gap, each longer than the one before.
        var at = 0.0;
        var beats = Enumerable
            .Range(1, 1_500)
            .Select(i => Samples.Beat("s", at += i % 5 == 0 ? 2 + i * 0.01 : 1, i))
            .ToList();
        var store = await StoreAsync(beats);

        var line = BeatLine.Of(await store.Reader.BeatsAsync("s", 1, Cancel));

        Assert.Equal(TimeSpan.FromSeconds(1), line.Spacing);
        Assert.Equal(
            beats.Skip(4).Where((_, i) => i % 5 == 0).TakeLast(200).Select(e => e.Timestamp),
            line.Gaps.Select(gap => gap.To)
        );
    }

    [Fact]
    public async Task Beats_are_summarised_whatever_came_late_and_after_a_restart()
    {
        var random = new Random(5);
        var at = 0.0;
        var beats = Enumerable
            .Range(1, 900)
            .Select(i =>
                Samples.Beat(
                    "s",
                    at += random.Next(20) == 0 ? random.Next(2, 60) : 1,
                    i,
                    i % 3 == 0 ? i : null,
                    i % 50 < 25 ? "p" : "q"
                )
            )
            .ToList();
        beats.RemoveAll(_ => random.Next(30) == 0);
        var checks = Enumerable
            .Range(0, 30)
            .Select(i => Samples.Checkpoint("s", i * 37.5, $"c{i}"));
        var store = await StoreAsync(beats.Where((_, i) => i % 7 != 3 && i < 500));
        await store.Writer.WriteAsync(Samples.Batch(beats.Where((_, i) => i % 7 == 3)), Cancel);
        await store.RestartAsync();
        await store.Writer.WriteAsync(Samples.Batch(beats.Skip(450)), Cancel);
        await store.Writer.WriteAsync(Samples.Batch(checks), Cancel);
        await store.Writer.WriteAsync(Samples.Batch(beats), Cancel);
        await using var reference = new ReferenceStore();
        await reference.WriteAsync(Samples.Batch([.. beats, .. checks]), Cancel);

        Assert.Equal(
            await SessionFacts.BeatsAsync(reference, "s"),
            await SessionFacts.BeatsAsync(store.Reader, "s")
        );
    }

    [Fact]
    public async Task Figures_that_came_without_their_beat_are_of_its_group()
    {
        var store = await StoreAsync(Samples.Beat("s", 0, 1), Samples.Beat("s", 2, 2));
        var batch = Samples.Batch();
        batch.Points.Add(new GaugePoint("s", null, Samples.At(2), GaugeMetric.Equity, 42));
        await store.Writer.WriteAsync(batch, Cancel);

        var group = Assert.Single(
            await store.Reader.BeatGroupsAsync("s", [new BeatRange(null, null)], Cancel)
        );

        Assert.Equal((2, 2, 42), (group.Count, group.Newest.Number, group.Equity));
    }

    [Fact]
    public async Task A_point_that_names_a_run_counts_for_that_run()
    {
        var store = await StoreAsync(
            Samples.PhaseStart("s", 1, "load") with
            {
                PhaseRun = 1,
                SpanId = "00000000000000a1",
            },
            Samples.PhaseStart("s", 2, "load") with
            {
                PhaseRun = 2,
                SpanId = "00000000000000a2",
            }
        );
        var batch = Samples.Batch();
        var point = new GaugePoint("s", "load", Samples.At(5), GaugeMetric.Trades, 2);
        batch.Points.Add(point with { Run = 1 });
        batch.Points.Add(point with { Run = 2, Value = 3 });
        await store.Writer.WriteAsync(batch, Cancel);
        await store.RestartAsync();
        await store.Writer.WriteAsync(
            Samples.Batch(
                Samples.PhaseEnd("s", 7, "load") with
                {
                    PhaseRun = 1,
                    SpanId = "00000000000000a1",
                }
            ),
            Cancel
        );

        var load = (await store.Reader.FindAsync("s", Cancel))!.NamedPhases.Single();

        Assert.Equal([2, 3], load.Runs.Select(run => run.Counts.Trades));
        Assert.Equal(5, load.Totals.Trades);
    }
}
