using Runner.Worker.Market;

namespace Runner.Worker.Tests.Market;

public sealed class SeriesChecksTests
{
    [Fact]
    public void A_good_series_passes_with_the_numbers()
    {
        var bars = Series.Of(1, 3, 2);
        Assert.Equal((true, "3 rows, each later than the one before"), SeriesChecks.Order(bars));
        Assert.Equal((true, "widest gap 1 days, 10 allowed"), SeriesChecks.Gaps(bars, 10));
        Assert.Equal((true, "prices from 1 to 3"), SeriesChecks.Values(bars));
    }

    [Fact]
    public void A_day_twice_is_out_of_order()
    {
        var bars = Series.Of(1, 2, 3);
        bars[2] = bars[1];
        Assert.Equal(
            (false, "row 3: 2024-01-02 does not come after 2024-01-02"),
            SeriesChecks.Order(bars)
        );
    }

    [Fact]
    public void A_gap_wider_than_allowed_is_named()
    {
        var bars = Series.Of(1, 2);
        bars[1] = bars[1] with { Date = new DateOnly(2024, 1, 20) };
        Assert.Equal(
            (false, "row 2: 19 days before 2024-01-20, 10 allowed"),
            SeriesChecks.Gaps(bars, 10)
        );
    }

    [Theory]
    [InlineData(0, 0, 0, 0)]
    [InlineData(1, 2, 3, 2)]
    [InlineData(5, 4, 1, 2)]
    [InlineData(2, 4, 1, 5)]
    public void Prices_that_contradict_each_other_are_named(int open, int high, int low, int close)
    {
        var bad = new Bar(new DateOnly(2024, 1, 1), open, high, low, close);
        var (ok, message) = SeriesChecks.Values([bad]);
        Assert.False(ok);
        Assert.StartsWith("row 1 (2024-01-01)", message, StringComparison.Ordinal);
    }
}
