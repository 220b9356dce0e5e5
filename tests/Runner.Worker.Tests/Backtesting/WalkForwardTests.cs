using Runner.Worker.Backtesting;
using Runner.Worker.Broker;
using Runner.Worker.Market;
using Runner.Worker.Strategies;

namespace Runner.Worker.Tests.Backtesting;

public sealed class WalkForwardTests
{
    static readonly Costs Costs = new(0.0002m, 0.0001m);

    public static TheoryData<string> Families => ["ma", "rsi"];

    [Theory]
    [MemberData(nameof(Families))]
    public void Scrambling_the_future_changes_no_choice_and_no_judgement_before_it(string family)
    {
        var bars = Series.Dax();
        var cut = 1000;
        var scrambled = bars.ToArray();
        var random = new Random(1);
        for (var i = cut; i < bars.Length; i++)
        {
            var price = random.Next(1, 100_000) / 10m;
            scrambled[i] = new Bar(bars[i].Date, price, price, price, price);
        }

        var real = Walk(family).Run(bars).Where(f => f.Start + 60 <= cut).ToList();
        Assert.Equal(12, real.Count);
        Assert.Equal(real, Walk(family).Run(scrambled).Take(real.Count));
        // The choice for the first window behind the cut has seen nothing but what lies before it.
        Assert.Equal(Walk(family).Choose(bars, cut), Walk(family).Choose(scrambled, cut));
    }

    [Theory]
    [MemberData(nameof(Families))]
    public void A_decision_at_a_bar_is_the_same_whatever_comes_after_it(string family)
    {
        var bars = Series.Random(7, 200);
        var strategy = Family(family).Candidates[0];
        var whole = Trades(strategy, bars);
        var cut = Trades(strategy, bars[..120]);
        Assert.NotEmpty(cut);
        Assert.Equal(whole.Take(cut.Count), cut);
    }

    [Theory]
    [MemberData(nameof(Families))]
    public void The_same_data_give_the_same_result_to_the_bit(string family)
    {
        var first = Walk(family).Run(Series.Dax()).ToList();
        var second = Walk(family).Run(Series.Dax()).ToList();
        Assert.Equal(first, second);
        Assert.Equal(
            first.SelectMany(f => decimal.GetBits(f.Return)),
            second.SelectMany(f => decimal.GetBits(f.Return))
        );
    }

    [Fact]
    public void Every_bar_behind_the_first_window_is_judged_once()
    {
        var folds = Walk("ma").Run(Series.Random(3, 250 + 60 * 4 + 59)).ToList();
        Assert.Equal([250, 310, 370, 430], folds.Select(f => f.Start));
    }

    [Fact]
    public void Parameters_are_those_that_earned_most_on_the_window()
    {
        var bars = Series.Random(11, 400);
        var chosen = Walk("ma").Choose(bars, 400);
        var best = Family("ma")
            .Candidates.MaxBy(c =>
                Simulation.Run(c, [], bars.AsSpan(150, 250), 10_000m, Costs).Broker.Equity
            );
        Assert.Equal(best, chosen);
    }

    static List<Fill> Trades(IStrategy strategy, Bar[] bars) =>
        [
            .. Simulation
                .Run(strategy, [], bars, 10_000m, Costs)
                .Broker.Trades.SelectMany(t => new[] { t.Entry, t.Exit }),
        ];

    static IStrategyFamily Family(string name) =>
        name == "ma"
            ? new MovingAverageFamily([2, 3, 5], [8, 13, 21])
            : new RsiFamily([3, 5], [20, 30, 40]);

    static WalkForward Walk(string family) => new(Family(family), 250, 60, 10_000m, Costs);
}
