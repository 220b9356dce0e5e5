using Runner.Worker.Settings;

namespace Runner.Worker.Strategies;

/// <summary>The strategies by the names that configuration gives them.</summary>
static class StrategyFamilies
{
    static readonly Dictionary<string, Func<StrategySettings, IStrategyFamily>> Known = new()
    {
        ["ma-crossover"] = s => new MovingAverageFamily(
            Lists.Numbers(s.Fast),
            Lists.Numbers(s.Slow)
        ),
        ["rsi"] = s => new RsiFamily(
            Lists.Numbers(s.RsiLengths),
            [.. Lists.Numbers(s.RsiBuyBelow).Select(n => (decimal)n)]
        ),
    };

    public static bool Knows(string name) => Known.ContainsKey(name);

    public static IStrategyFamily Create(StrategySettings settings) =>
        Known[settings.Name](settings);
}
