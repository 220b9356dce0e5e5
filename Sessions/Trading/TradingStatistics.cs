namespace Sessions;

/// <summary>
/// How well a session traded, from its closed trades and its equity: one definition for the page, the API and files.
/// Amounts are in the session's currency. What cannot be computed is null, never 0.
/// </summary>
public sealed record TradingStatistics
{
    /// <summary>Closed trades.</summary>
    public required int Trades { get; init; }

    /// <summary>Of these, with a profit or loss stated; every figure about profit is of these.</summary>
    public required int Priced { get; init; }

    /// <summary>Profit of all winning trades by the loss of all losing ones; null without a loss.</summary>
    public double? ProfitFactor { get; init; }

    /// <summary>Mean profit of a trade; null without any.</summary>
    public double? Expectancy { get; init; }

    /// <summary>Mean profit of the winning trades; null without any.</summary>
    public double? AverageWin { get; init; }

    /// <summary>Mean profit of the losing trades, below zero; null without any.</summary>
    public double? AverageLoss { get; init; }

    /// <summary>Most losing trades one after another, in the order in which they were closed.</summary>
    public int LongestLosingStreak { get; init; }

    /// <summary>
    /// Mean profit of a trade by the sample standard deviation of the trades' profits; not annualised, no risk-free rate.
    /// Null below two trades, or when all earned the same.
    /// </summary>
    public double? Sharpe { get; init; }

    /// <summary>
    /// Mean profit of a trade by the root of the mean squared loss, where a trade without a loss counts as 0; not
    /// annualised, no risk-free rate. Null below two trades, or without a loss.
    /// </summary>
    public double? Sortino { get; init; }

    /// <summary>
    /// Percent of the time in which at least one trade was open: of the session, or, where every trade lies outside it (a
    /// backtest), from the first entry to the last exit. Null when no trade states both its times.
    /// </summary>
    public double? Exposure { get; init; }

    /// <summary>Deepest fall of equity from its peak so far (the initial capital is the first), in percent of the peak.</summary>
    public double? MaxDrawdown { get; init; }

    /// <summary>Deepest fall of equity from its peak so far, as an amount: not always the same fall.</summary>
    public double? MaxDrawdownAmount { get; init; }

    /// <summary>Longest time from a peak until equity was as high again, or until the present; null when it never fell.</summary>
    public TimeSpan? LongestDrawdown { get; init; }

    /// <summary>Whether equity has not been as high again since the peak that <see cref="LongestDrawdown"/> counts from.</summary>
    public bool IsLongestDrawdownOpen { get; init; }

    /// <summary>Computes them.</summary>
    /// <param name="trades">Events of closed trades in any order; others are left out.</param>
    /// <param name="curve">Equity over time; a reduced one gives the drawdown's duration as finely as its points are apart.</param>
    /// <param name="capital">What the account was worth at the start, if it was stated.</param>
    /// <param name="start">Of the session.</param>
    /// <param name="present">Its end, or the present by its runner's clock.</param>
    public static TradingStatistics Of(
        IEnumerable<SessionEvent> trades,
        EquityCurve? curve,
        double? capital,
        DateTimeOffset start,
        DateTimeOffset present
    )
    {
        var closed = trades
            .Where(e => e.Type == EventType.Trade)
            .OrderBy(e => e.Trade?.ExitTime ?? e.Timestamp)
            .ThenBy(EventCursor.Of)
            .Select(e => e.Trade ?? new Trade())
            .ToArray();
        double[] profits =
        [
            .. closed.Select(trade => trade.Pnl).OfType<double>().Where(double.IsFinite),
        ];
        var (wins, losses) = (
            Array.FindAll(profits, profit => profit > 0),
            Array.FindAll(profits, profit => profit < 0)
        );
        var drawdown = EquityDrawdown.Of(curve, capital, start, present);
        return new TradingStatistics
        {
            Trades = closed.Length,
            Priced = profits.Length,
            ProfitFactor = losses.Length > 0 ? wins.Sum() / -losses.Sum() : null,
            Expectancy = Mean(profits),
            AverageWin = Mean(wins),
            AverageLoss = Mean(losses),
            LongestLosingStreak = LongestStreak(profits),
            Sharpe = Ratio(profits, Deviation(profits)),
            Sortino = Ratio(
                profits,
                Math.Sqrt(losses.Sum(loss => loss * loss) / Math.Max(1, profits.Length))
            ),
            Exposure = TradeExposure.Percent(closed, start, present),
            MaxDrawdown = curve is { Total: > 0 } ? curve.MaxDrawdown : null,
            MaxDrawdownAmount = drawdown?.Amount,
            LongestDrawdown = drawdown?.Longest,
            IsLongestDrawdownOpen = drawdown?.IsOpen ?? false,
        };
    }

    private static double? Mean(double[] values) => values.Length > 0 ? values.Average() : null;

    private static double? Ratio(double[] profits, double risk) =>
        profits.Length >= 2 && risk > 0 ? profits.Average() / risk : null;

    /// <summary>Of a sample; 0 below two values, and where they differ by rounding alone.</summary>
    private static double Deviation(double[] values)
    {
        if (values.Length < 2 || values.Max() - values.Min() <= Math.Abs(values[0]) * 1e-12)
        {
            return 0;
        }

        var mean = values.Average();
        return Math.Sqrt(values.Sum(v => (v - mean) * (v - mean)) / (values.Length - 1));
    }

    private static int LongestStreak(double[] profits)
    {
        var (longest, current) = (0, 0);
        foreach (var profit in profits)
        {
            current = profit < 0 ? current + 1 : 0;
            longest = Math.Max(longest, current);
        }

        return longest;
    }
}
