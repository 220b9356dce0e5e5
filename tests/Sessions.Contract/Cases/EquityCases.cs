using Xunit;

namespace Sessions.Contract.Cases;

/// <summary>Equity over time.</summary>
public abstract class EquityCases : StoreCases
{
    [Fact]
    public async Task Drawdown_is_the_deepest_fall_from_a_peak_so_far()
    {
        var store = await CurveAsync(100, 120, 90, 110, 130, 117);

        var curve = await store.Reader.EquityAsync("s", 100, Cancel);

        Assert.Equal([100, 120, 90, 110, 130, 117], curve.Points.Select(p => p.Equity));
        Assert.Equal(25, curve.MaxDrawdown, 1e-9);
        Assert.Equal(10, curve.Points[^1].Drawdown, 1e-9);
        Assert.Equal(6, curve.Total);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(40)]
    public async Task A_reduced_curve_keeps_its_ends_its_extremes_and_the_drawdown_of_all_points(
        int points
    )
    {
        double[] values =
        [
            .. Enumerable.Range(0, 5_000).Select(i => 1000 + 10 * Math.Sin(i * 0.01)),
        ];
        (values[3210], values[3300]) = (1500, 500);
        var store = await CurveAsync(values);

        var curve = await store.Reader.EquityAsync("s", points, Cancel);

        Assert.InRange(curve.Points.Count, 2, points);
        Assert.Equal(values.Length, curve.Total);
        Assert.Equal(100.0 * 1000 / 1500, curve.MaxDrawdown, 1e-9);
        Assert.Equal(values[0], curve.Points[0].Equity);
        Assert.Equal(values[^1], curve.Points[^1].Equity);
        Assert.Equal(
            curve.Points.Select(p => p.Timestamp).Order(),
            curve.Points.Select(p => p.Timestamp)
        );
        if (points >= 4)
        {
            Assert.Equal(1500, curve.Points.Max(p => p.Equity));
            Assert.Equal(500, curve.Points.Min(p => p.Equity));
        }
    }

    [Fact]
    public async Task Order_of_arrival_does_not_bend_the_curve()
    {
        var store = await EmptyStoreAsync();
        double[] values = [100, 120, 90, 110];
        foreach (var i in (int[])[3, 0, 2, 1])
        {
            await store.Writer.WriteAsync(
                Samples.Batch(Samples.Beat("s", i, i + 1, values[i])),
                Cancel
            );
        }

        var curve = await store.Reader.EquityAsync("s", 100, Cancel);

        Assert.Equal(values, curve.Points.Select(p => p.Equity));
        Assert.Equal(25, curve.MaxDrawdown, 1e-9);
    }

    [Fact]
    public async Task A_long_curve_is_whole_whatever_came_late_and_after_a_restart()
    {
        var beats = Enumerable
            .Range(0, 600)
            .Select(i => Samples.Beat("s", i, i + 1, 1000 + 100 * Math.Sin(i * 0.1)))
            .ToList();
        var store = await StoreAsync(beats.Where((_, i) => i % 7 != 3 && i < 400));
        await store.Writer.WriteAsync(Samples.Batch(beats.Where((_, i) => i % 7 == 3)), Cancel);
        await store.RestartAsync();
        await store.Writer.WriteAsync(Samples.Batch(beats.Skip(350)), Cancel);
        await using var reference = new Reference.ReferenceStore();
        await reference.WriteAsync(Samples.Batch(beats), Cancel);

        Assert.Equal(
            await SessionFacts.CurveAsync(reference, "s"),
            await SessionFacts.CurveAsync(store.Reader, "s")
        );
        Assert.Equal(
            (await reference.EquityAsync("s", 40, Cancel)).Points,
            (await store.Reader.EquityAsync("s", 40, Cancel)).Points
        );
    }

    [Fact]
    public async Task Beats_after_an_end_that_comes_late_stay_on_the_curve()
    {
        var beats = Enumerable.Range(0, 300).Select(i => Samples.Beat("s", i, i + 1, 1000 + i));
        var store = await StoreAsync(beats);

        await store.Writer.WriteAsync(Samples.Batch(Samples.End("s", 99)), Cancel);

        var curve = await store.Reader.EquityAsync("s", 1000, Cancel);
        Assert.Equal(
            Enumerable.Range(0, 300).Select(i => 1000.0 + i),
            curve.Points.Select(p => p.Equity)
        );
    }

    [Fact]
    public async Task Equity_that_came_without_its_beat_is_on_the_curve()
    {
        var store = await StoreAsync(Samples.Beat("s", 0, 1), Samples.Beat("s", 2, 2));
        var batch = Samples.Batch();
        batch.Points.Add(new GaugePoint("s", null, Samples.At(2), GaugeMetric.Equity, 42));
        await store.Writer.WriteAsync(batch, Cancel);

        var point = Assert.Single((await store.Reader.EquityAsync("s", 100, Cancel)).Points);

        Assert.Equal((42, Samples.Beat("s", 2, 2).Id), (point.Equity, point.Id));
    }

    private async Task<IStoreHarness> CurveAsync(params double[] values) =>
        await StoreAsync(values.Select((value, i) => Samples.Beat("s", i, i + 1, value)));
}
