using FsCheck;
using FsCheck.Fluent;
using Runner.Worker.Broker;

namespace Runner.Worker.Tests.Broker;

/// <summary>Accounting holds to the cent, whatever is traded at whatever price.</summary>
public sealed class AccountingTests
{
    [Fact]
    public void Capital_and_closed_and_open_profit_make_the_equity() =>
        Check(
            (broker, capital) =>
                capital + broker.Trades.Sum(t => t.Pnl) + broker.OpenPnl == broker.Equity
        );

    [Fact]
    public void Every_amount_is_whole_cents() =>
        Check(
            (broker, _) =>
                broker
                    .Trades.SelectMany(t =>
                        new[] { t.Pnl, t.Entry.Value, t.Entry.Fee, t.Exit.Value, t.Exit.Fee }
                    )
                    .Append(broker.Cash)
                    .Append(broker.Equity)
                    .All(amount => decimal.Round(amount, 2) == amount)
        );

    [Fact]
    public void Cash_is_never_negative_and_nothing_is_sold_short() =>
        Check((broker, _) => broker.Cash >= 0 && broker.Position >= 0);

    [Fact]
    public void A_round_trip_is_what_a_pocket_calculator_says()
    {
        var broker = new PaperBroker(1000m, new Costs(0.001m, 0.01m));
        var bars = Series.Of(10m, 20m);
        broker.Order(Side.Buy);
        var (bought, _) = broker.Next(bars[0]);
        // 10 * 1.01 = 10.10 a unit; 999.98 / (10.10 * 1.001) = 98.9090… units, in thousandths 98.909.
        Assert.Equal(98.909m, bought!.Value.Quantity);
        Assert.Equal(998.98m, bought.Value.Value);
        Assert.Equal(1.00m, bought.Value.Fee);
        Assert.Equal(0.02m, broker.Cash);
        Assert.Equal(989.11m, broker.Equity);

        broker.Order(Side.Sell);
        var (sold, closed) = broker.Next(bars[1]);
        // 20 * 0.99 = 19.80 a unit.
        Assert.Equal(1958.40m, sold!.Value.Value);
        Assert.Equal(1.96m, sold.Value.Fee);
        Assert.Equal(1958.40m - 1.96m - 998.98m - 1.00m, closed!.Value.Pnl);
        Assert.Equal(1956.46m, broker.Equity);
        Assert.Equal(0m, broker.OpenPnl);
    }

    [Fact]
    public void An_order_is_executed_at_the_next_bar_and_only_once()
    {
        var broker = new PaperBroker(100m, default);
        var bars = Series.Of(10m, 10m, 10m);
        Assert.Null(broker.Next(bars[0]).Fill);
        broker.Order(Side.Buy);
        Assert.NotNull(broker.Next(bars[1]).Fill);
        Assert.Null(broker.Next(bars[2]).Fill);
    }

    /// <summary>Checks a rule after every bar of random trading.</summary>
    static void Check(Func<PaperBroker, decimal, bool> rule)
    {
        var runs =
            from capital in Gen.Choose(1, 10_000_000)
            from fee in Gen.Choose(0, 300)
            from slippage in Gen.Choose(0, 300)
            from steps in Gen.ListOf(
                from price in Gen.Choose(1, 1_000_000)
                from order in Gen.Choose(0, 2)
                select (price, order)
            )
            select (
                capital: capital / 100m,
                costs: new Costs(fee / 10_000m, slippage / 10_000m),
                steps
            );
        Prop.ForAll(
                runs.ToArbitrary(),
                run =>
                {
                    var broker = new PaperBroker(run.capital, run.costs);
                    var day = new DateOnly(2024, 1, 1);
                    return run.steps.All(step =>
                    {
                        if (step.order > 0)
                        {
                            broker.Order(step.order == 1 ? Side.Buy : Side.Sell);
                        }

                        var price = step.price / 100m;
                        broker.Next(new(day, price, price, price, price));
                        return rule(broker, run.capital);
                    });
                }
            )
            .QuickCheckThrowOnFailure();
    }
}
