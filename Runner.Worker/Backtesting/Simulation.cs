using Runner.Worker.Broker;
using Runner.Worker.Market;
using Runner.Worker.Strategies;

namespace Runner.Worker.Backtesting;

/// <summary>A strategy trading a series bar by bar. At each bar the broker executes what was decided before it; only then
/// does the strategy see the bar's close.</summary>
sealed class Simulation(IStrategy strategy, decimal capital, Costs costs)
{
    readonly List<decimal> _closes = [];
    Drawdown _drawdown;

    public PaperBroker Broker { get; } = new(capital, costs);

    /// <summary>Deepest fall of equity so far, as a fraction.</summary>
    public decimal MaxDrawdown => _drawdown.Deepest;

    /// <summary>Shows a bar of the past: the strategy warms up, nothing is traded.</summary>
    public void Prime(Bar bar) => _closes.Add(bar.Close);

    /// <summary>What the strategy wants done after the bars so far.</summary>
    public Side? Decide()
    {
        if (_closes.Count < strategy.WarmUp)
        {
            return null;
        }

        var invested = Broker.Position > 0;
        var wants = strategy.WantsIn(
            System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_closes),
            invested
        );
        return (invested, wants) switch
        {
            (false, true) => Side.Buy,
            (true, false) => Side.Sell,
            _ => null,
        };
    }

    /// <summary>Lets a bar happen to the broker, then shows it to the strategy.</summary>
    public (Fill? Fill, ClosedTrade? Closed) Next(Bar bar)
    {
        var done = Broker.Next(bar);
        _drawdown.Next(Broker.Equity);
        _closes.Add(bar.Close);
        return done;
    }

    /// <summary>Trades all bars at once.</summary>
    public static Simulation Run(
        IStrategy strategy,
        ReadOnlySpan<Bar> past,
        ReadOnlySpan<Bar> bars,
        decimal capital,
        Costs costs
    )
    {
        var simulation = new Simulation(strategy, capital, costs);
        foreach (var bar in past)
        {
            simulation.Prime(bar);
        }

        foreach (var bar in bars)
        {
            if (simulation.Decide() is { } side)
            {
                simulation.Broker.Order(side);
            }

            simulation.Next(bar);
        }

        return simulation;
    }
}
