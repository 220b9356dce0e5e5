using FsCheck;
using FsCheck.Fluent;

namespace Sessions.Tests.Trading;

/// <summary>The figures of trading against a second computation that shares nothing with the first.</summary>
public sealed class TradingStatisticsTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Known_trades_give_known_figures()
    {
        var figures = Of([100, -50, -25, 0, 75, -25]);

        Assert.Equal((6, 6), (figures.Trades, figures.Priced));
        Assert.Equal(1.75, figures.ProfitFactor!.Value, 12);
        Assert.Equal(12.5, figures.Expectancy!.Value, 12);
        Assert.Equal(87.5, figures.AverageWin!.Value, 12);
        Assert.Equal(-100.0 / 3, figures.AverageLoss!.Value, 12);
        Assert.Equal(2, figures.LongestLosingStreak);
        // Worked out by hand: squared deviations from 12.5 sum to 18,437.5; squared losses to 3,750.
        Assert.Equal(12.5 / Math.Sqrt(18_437.5 / 5), figures.Sharpe!.Value, 12);
        Assert.Equal(12.5 / Math.Sqrt(3_750.0 / 6), figures.Sortino!.Value, 12);
    }

    [Fact]
    public void Any_trades_in_any_order_give_what_a_plain_recount_gives() =>
        Prop.ForAll(
                Gen.Choose(-500, 500).ArrayOf().ToArbitrary(),
                Gen.Choose(0, int.MaxValue - 1).ToArbitrary(),
                (profits, seed) =>
                {
                    var trades = profits.Select((profit, i) => Trade(i, profit / 4.0)).ToArray();
                    new Random(seed).Shuffle(trades);
                    var figures = TradingStatistics.Of(trades, null, null, Start, Start);

                    decimal[] exact = [.. profits.Select(profit => profit / 4m)];
                    var (won, lost) = (
                        exact.Where(p => p > 0).Sum(),
                        -exact.Where(p => p < 0).Sum()
                    );
                    Same(lost > 0 ? (double)(won / lost) : null, figures.ProfitFactor);
                    Same(exact.Length > 0 ? (double)exact.Average() : null, figures.Expectancy);
                    Assert.Equal(Streak(exact), figures.LongestLosingStreak);
                    Same(Sharpe(exact), figures.Sharpe);
                    Same(Sortino(exact), figures.Sortino);
                }
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void Any_equity_gives_the_drawdown_that_a_walk_over_every_pair_gives() =>
        Prop.ForAll(
                Gen.Choose(1, 40).ArrayOf().ToArbitrary(),
                Gen.Choose(0, 40).ToArbitrary(),
                (levels, capital) =>
                {
                    double? stated = capital == 0 ? null : capital;
                    var values = levels
                        .Select((level, i) => (At: Start.AddMinutes(i + 1), Equity: (double)level))
                        .ToArray();
                    var present = Start.AddMinutes(levels.Length + 3);
                    var figures = TradingStatistics.Of(
                        [],
                        EquityReduction.Of(
                            [.. values.Select((v, i) => (v.At, v.Equity, new EventId(i)))],
                            1_000,
                            stated
                        ),
                        stated,
                        Start,
                        present
                    );

                    var all = stated is { } first ? [(Start, first), .. values] : values;
                    var (amount, longest) = (0.0, TimeSpan.Zero);
                    for (var i = 0; i < all.Length; i++)
                    {
                        var (at, equity) = all[i];
                        amount = Math.Max(amount, all[..(i + 1)].Max(v => v.Item2) - equity);
                        // From a value that none before exceeds, until one reaches it; what comes at once is no fall.
                        if (all[..i].Any(v => v.Item2 > equity))
                        {
                            continue;
                        }

                        var next = Array.FindIndex(all, i + 1, v => v.Item2 >= equity);
                        var isFall = next < 0 ? i < all.Length - 1 : next > i + 1;
                        var until = next < 0 ? present : all[Math.Max(next, 0)].Item1;
                        longest = isFall && until - at > longest ? until - at : longest;
                    }

                    Assert.Equal(
                        levels.Length > 0 ? amount : (double?)null,
                        figures.MaxDrawdownAmount
                    );
                    Assert.Equal(
                        longest > TimeSpan.Zero && levels.Length > 0 ? longest : null,
                        figures.LongestDrawdown
                    );
                }
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void Any_overlapping_trades_count_each_minute_of_exposure_once() =>
        Prop.ForAll(
                Gen.Choose(0, 59).Two().ArrayOf().ToArbitrary(),
                spans =>
                {
                    var trades = spans.Select((span, i) => Held(i, span.Item1, span.Item2));
                    var figures = TradingStatistics.Of(
                        trades,
                        null,
                        null,
                        Start,
                        Start.AddMinutes(60)
                    );

                    var stated = spans.Where(span => span.Item1 <= span.Item2).ToArray();
                    var open = Enumerable
                        .Range(0, 60)
                        .Count(m => stated.Any(span => span.Item1 <= m && m < span.Item2));
                    var isInside = stated.Any(span => span.Item2 > 0);
                    Same(isInside ? open / 60.0 * 100 : null, figures.Exposure);
                }
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void Trades_of_a_backtest_are_measured_over_their_own_time()
    {
        var figures = TradingStatistics.Of(
            [Held(0, -1000, -900), Held(1, -700, -600)],
            null,
            null,
            Start,
            Start.AddMinutes(1)
        );

        Assert.Equal(50, figures.Exposure!.Value, 9);
    }

    [Fact]
    public void A_drawdown_that_lasts_is_said_to_last()
    {
        var curve = EquityReduction.Of(
            [
                (Start.AddMinutes(1), 90.0, new EventId(1)),
                (Start.AddMinutes(2), 95.0, new EventId(2)),
            ],
            10,
            100
        );

        var figures = TradingStatistics.Of([], curve, 100, Start, Start.AddMinutes(5));

        Assert.Equal(TimeSpan.FromMinutes(5), figures.LongestDrawdown);
        Assert.True(figures.IsLongestDrawdownOpen);
        Assert.Equal((10, 10), (figures.MaxDrawdown, figures.MaxDrawdownAmount));
    }

    [Fact]
    public void What_cannot_be_computed_is_unknown()
    {
        var none = Of([]);
        var wins = Of([10, 10]);
        var unpriced = TradingStatistics.Of(
            [Trade(0, 1) with { Trade = new Trade { Symbol = "X" } }],
            null,
            null,
            Start,
            Start
        );

        Assert.Null(none.Expectancy ?? none.ProfitFactor ?? none.Sharpe ?? none.Sortino);
        Assert.Null(none.Exposure ?? none.MaxDrawdown ?? none.MaxDrawdownAmount);
        Assert.Null(wins.ProfitFactor ?? wins.AverageLoss ?? wins.Sharpe ?? wins.Sortino);
        Assert.Equal((1, 0), (unpriced.Trades, unpriced.Priced));
    }

    private static TradingStatistics Of(double[] profits) =>
        TradingStatistics.Of(
            profits.Select((profit, i) => Trade(i, profit)),
            null,
            null,
            Start,
            Start
        );

    private static SessionEvent Trade(int minute, double profit) =>
        new()
        {
            SessionId = "s",
            Type = EventType.Trade,
            Timestamp = Start.AddMinutes(minute),
            Trade = new Trade { Id = $"T-{minute}", Pnl = profit },
        };

    private static SessionEvent Held(int number, int from, int to) =>
        Trade(number, 1) with
        {
            Trade = new Trade
            {
                Id = $"T-{number}",
                EntryTime = Start.AddMinutes(from),
                ExitTime = Start.AddMinutes(to),
            },
        };

    private static int Streak(decimal[] profits) =>
        string.Concat(profits.Select(p => p < 0 ? 'L' : '.'))
            .Split('.')
            .Max(losses => losses.Length);

    private static double? Sharpe(decimal[] profits)
    {
        if (profits.Distinct().Count() < 2)
        {
            return null;
        }

        var squares = profits.Sum(p => p * p) - profits.Sum() * profits.Sum() / profits.Length;
        return (double)profits.Average() / Math.Sqrt((double)squares / (profits.Length - 1));
    }

    private static double? Sortino(decimal[] profits) =>
        profits.Length < 2 || !profits.Any(p => p < 0)
            ? null
            : (double)profits.Average()
                / Math.Sqrt((double)profits.Select(p => Math.Min(p, 0) * Math.Min(p, 0)).Average());

    private static void Same(double? expected, double? actual)
    {
        Assert.Equal(expected is null, actual is null);
        Assert.Equal(expected ?? 0, actual ?? 0, Math.Max(1e-9, Math.Abs(expected ?? 0) * 1e-9));
    }
}
