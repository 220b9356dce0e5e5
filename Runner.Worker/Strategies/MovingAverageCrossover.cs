namespace Runner.Worker.Strategies;

/// <summary>Holds a position while the average of the last few closes is above that of more.</summary>
sealed record MovingAverageCrossover(int Fast, int Slow) : IStrategy
{
    public string Description => $"moving averages {Fast}/{Slow}";

    public int WarmUp => Slow;

    public bool WantsIn(ReadOnlySpan<decimal> closes, bool invested) =>
        Average(closes, Fast) > Average(closes, Slow);

    static decimal Average(ReadOnlySpan<decimal> closes, int length)
    {
        var sum = 0m;
        foreach (var close in closes[^length..])
        {
            sum += close;
        }

        return sum / length;
    }
}

/// <summary>All pairs of a fast and a slower average.</summary>
sealed class MovingAverageFamily(IReadOnlyList<int> fast, IReadOnlyList<int> slow) : IStrategyFamily
{
    public string Name => "ma-crossover";

    public IReadOnlyList<IStrategy> Candidates { get; } =
    [.. fast.SelectMany(f => slow.Where(s => s > f).Select(s => new MovingAverageCrossover(f, s)))];

    public IReadOnlyList<string> Lint() =>
        [
            .. fast.Concat(slow)
                .Where(n => n < 1)
                .Select(n => $"an average of {n} closes: give lengths from 1"),
            .. Candidates.Count == 0
                ? ["no slow average is longer than a fast one"]
                : Array.Empty<string>(),
        ];
}
