namespace Runner.Worker.Strategies;

/// <summary>Decides whether to be in the market. A pure function of the prices up to now, so that it cannot look ahead.</summary>
interface IStrategy
{
    /// <summary>Name and parameters, as a person would write them.</summary>
    string Description { get; }

    /// <summary>How many closes it needs before its first decision.</summary>
    int WarmUp { get; }

    /// <param name="closes">All closes so far, the newest last; at least <see cref="WarmUp"/>.</param>
    /// <param name="invested">Whether a position is held now.</param>
    /// <returns>Whether a position should be held from the next bar on.</returns>
    bool WantsIn(ReadOnlySpan<decimal> closes, bool invested);
}

/// <summary>A kind of strategy: all the parameter sets that a walk-forward may choose from.</summary>
interface IStrategyFamily
{
    string Name { get; }

    IReadOnlyList<IStrategy> Candidates { get; }

    /// <summary>What is wrong with the settings; empty when nothing is.</summary>
    IReadOnlyList<string> Lint();
}
