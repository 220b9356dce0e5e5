using Runner.Worker.Backtesting;
using Runner.Worker.Broker;
using Runner.Worker.Strategies;

namespace Runner.Worker.Tests.Backtesting;

/// <summary>A backtest against figures computed by other means.</summary>
public sealed class HandCheckedTests
{
    [Fact]
    public void A_crossover_on_ten_bars_trades_as_on_paper()
    {
        // closes        10  9  8  9 11 13 12 10  8  9
        // average of 2     9.5 8.5 8.5 10 12 12.5 11  9 8.5
        // average of 3      -  9 8.67 9.33 11 12 11.67 10 9
        // in after close    -  no no yes yes yes  no  no no  -> buy at bar 6 (13), sell at bar 9 (8): see below
        var closes = new decimal[] { 10, 9, 8, 9, 11, 13, 12, 10, 8, 9 };
        var result = Simulation.Run(
            new MovingAverageCrossover(2, 3),
            [],
            Series.Of(closes),
            1300.02m,
            default
        );
        var trade = Assert.Single(result.Broker.Trades);
        Assert.Equal(
            (13m, 100m, 1300m),
            (trade.Entry.Price, trade.Entry.Quantity, trade.Entry.Value)
        );
        Assert.Equal((8m, 800m), (trade.Exit.Price, trade.Exit.Value));
        Assert.Equal(-500m, trade.Pnl);
        Assert.Equal(800.02m, result.Broker.Equity);
        // From 1300.02 at the entry down to 800.02.
        Assert.Equal((1300.02m - 800.02m) / 1300.02m, result.MaxDrawdown);
    }

    [Fact]
    public void The_index_data_give_what_an_independent_calculation_gives()
    {
        var bars = Series.Dax();
        var simulated = Simulation.Run(
            new MovingAverageCrossover(3, 13),
            [],
            bars,
            10_000m,
            new Costs(0.0002m, 0.0001m)
        );
        var (equity, trades) = Independent([.. bars.Select(b => b.Close)], 3, 13);
        Assert.Equal(equity, simulated.Broker.Equity);
        Assert.Equal(trades, simulated.Broker.Trades.Count);
        Assert.True(trades > 50);
    }

    /// <summary>The same in one loop over an array, with whole numbers: prices in hundredths of a cent, cash in cents, running
    /// sums instead of averages.</summary>
    static (decimal Equity, int Trades) Independent(decimal[] closes, int fast, int slow)
    {
        var prices = closes.Select(c => (long)(c * 100)).ToArray();
        long cash = 1_000_000,
            thousandths = 0;
        var trades = 0;
        bool? wants = null;
        for (var i = 0; i < prices.Length; i++)
        {
            if (wants is true && thousandths == 0)
            {
                // price * 1.0001, value and fee of 0.0002 together must fit into cash less two cents
                var price = (Int128)prices[i] * 10_001;
                thousandths = (long)((Int128)(cash - 2) * 100_000_000_000 / (price * 10_002));
                var value = Round((Int128)thousandths * price, 10_000_000);
                cash -= value + Round((Int128)value * 2, 10_000);
            }
            else if (wants is false && thousandths > 0)
            {
                var value = Round((Int128)thousandths * prices[i] * 9_999, 10_000_000);
                cash += value - Round((Int128)value * 2, 10_000);
                thousandths = 0;
                trades++;
            }

            if (i + 1 >= slow)
            {
                wants =
                    prices[(i + 1 - fast)..(i + 1)].Sum() * slow
                    > prices[(i + 1 - slow)..(i + 1)].Sum() * fast;
            }
        }

        return ((cash + Round((Int128)thousandths * prices[^1], 1000)) / 100m, trades);
    }

    static long Round(Int128 numerator, long denominator) =>
        (long)((numerator + denominator / 2) / denominator);
}
