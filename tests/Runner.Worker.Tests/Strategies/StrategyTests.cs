using Runner.Worker.Strategies;

namespace Runner.Worker.Tests.Strategies;

public sealed class StrategyTests
{
    [Theory]
    [InlineData(new[] { 1, 2, 3, 4 }, true)]
    [InlineData(new[] { 4, 3, 2, 1 }, false)]
    [InlineData(new[] { 2, 2, 2, 2 }, false)]
    public void A_crossover_is_in_while_the_fast_average_is_higher(int[] closes, bool wantsIn) =>
        Assert.Equal(
            wantsIn,
            new MovingAverageCrossover(2, 4).WantsIn([.. closes.Select(c => (decimal)c)], false)
        );

    [Fact]
    public void The_index_is_the_share_of_gains_in_all_moves()
    {
        Assert.Equal(75m, RsiMeanReversion.Index([10, 13, 12]));
        Assert.Equal(100m, RsiMeanReversion.Index([1, 2, 3]));
        Assert.Equal(0m, RsiMeanReversion.Index([3, 2, 1]));
        Assert.Equal(50m, RsiMeanReversion.Index([2, 2, 2]));
    }

    [Fact]
    public void Reversion_buys_what_fell_and_holds_until_it_recovered()
    {
        var strategy = new RsiMeanReversion(2, 30, 70);
        Assert.True(strategy.WantsIn([3, 2, 1], invested: false));
        Assert.False(strategy.WantsIn([1, 2, 1], invested: false));
        Assert.True(strategy.WantsIn([1, 2, 1], invested: true));
        Assert.False(strategy.WantsIn([1, 2, 3], invested: true));
    }

    [Fact]
    public void A_family_lints_parameters_that_make_no_sense()
    {
        Assert.Empty(new MovingAverageFamily([2], [8]).Lint());
        Assert.Contains(
            "no slow average is longer than a fast one",
            new MovingAverageFamily([8], [2]).Lint()
        );
        Assert.NotEmpty(new MovingAverageFamily([0], [2]).Lint());
        Assert.NotEmpty(new RsiFamily([1], [30]).Lint());
        Assert.NotEmpty(new RsiFamily([3], [50]).Lint());
        Assert.Empty(new RsiFamily([3], [30]).Lint());
    }
}
