namespace Runner.Worker.Strategies;

/// <summary>Buys what has fallen fast and sells when it has recovered, by the relative strength index with simple averages
/// (Cutler's), which unlike Wilder's depends on nothing before its window.</summary>
sealed record RsiMeanReversion(int Length, decimal BuyBelow, decimal SellAbove) : IStrategy
{
    public string Description => $"RSI {Length}, in below {BuyBelow:0}, out above {SellAbove:0}";

    public int WarmUp => Length + 1;

    public bool WantsIn(ReadOnlySpan<decimal> closes, bool invested)
    {
        var rsi = Index(closes[^(Length + 1)..]);
        return invested ? rsi <= SellAbove : rsi < BuyBelow;
    }

    /// <summary>The share of gains in all moves, 0 to 100; 50 where nothing moved.</summary>
    internal static decimal Index(ReadOnlySpan<decimal> closes)
    {
        decimal gains = 0,
            losses = 0;
        for (var i = 1; i < closes.Length; i++)
        {
            var move = closes[i] - closes[i - 1];
            gains += Math.Max(move, 0);
            losses += Math.Max(-move, 0);
        }

        return gains + losses == 0 ? 50 : 100 * gains / (gains + losses);
    }
}

/// <summary>All combinations of a length with symmetric thresholds around 50.</summary>
sealed class RsiFamily(IReadOnlyList<int> lengths, IReadOnlyList<decimal> buyBelow)
    : IStrategyFamily
{
    public string Name => "rsi";

    public IReadOnlyList<IStrategy> Candidates { get; } =
    [.. lengths.SelectMany(n => buyBelow.Select(low => new RsiMeanReversion(n, low, 100 - low)))];

    public IReadOnlyList<string> Lint() =>
        [
            .. lengths.Where(n => n < 2).Select(n => $"an RSI of {n} moves: give lengths from 2"),
            .. buyBelow
                .Where(b => b is <= 0 or >= 50)
                .Select(b => $"buying below {b}: give thresholds between 0 and 50"),
            .. Candidates.Count == 0 ? ["no parameters to choose from"] : Array.Empty<string>(),
        ];
}
