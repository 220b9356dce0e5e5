using Runner.Worker.Broker;
using Runner.Worker.Market;
using Runner.Worker.Strategies;

namespace Runner.Worker.Backtesting;

/// <summary>One step of a walk-forward: parameters chosen on one window and judged on the bars after it.</summary>
/// <param name="Start">Index of the first bar judged.</param>
/// <param name="Return">Of the judged bars, as a fraction.</param>
readonly record struct Fold(int Start, IStrategy Chosen, decimal Return);

/// <summary>Chooses parameters on a window of the past and judges them on the next, unseen one, window after window.</summary>
sealed class WalkForward(
    IStrategyFamily family,
    int trainBars,
    int judgeBars,
    decimal capital,
    Costs costs
)
{
    /// <summary>How many folds a series of that length has.</summary>
    public int Folds(int bars) => Math.Max(0, (bars - trainBars) / judgeBars);

    /// <summary>Walks over the series, fold by fold.</summary>
    public IEnumerable<Fold> Run(Bar[] bars)
    {
        for (var start = trainBars; start + judgeBars <= bars.Length; start += judgeBars)
        {
            var chosen = Choose(bars, start);
            var judged = Simulation.Run(
                chosen,
                bars.AsSpan(0, start),
                bars.AsSpan(start, judgeBars),
                capital,
                costs
            );
            yield return new Fold(start, chosen, judged.Broker.Equity / capital - 1);
        }
    }

    /// <summary>The candidate that earned most on the window before <paramref name="end"/>; of equals the first.</summary>
    public IStrategy Choose(Bar[] bars, int end)
    {
        var first = Math.Max(0, end - trainBars);
        var window = bars.AsSpan(first, end - first);
        var (best, most) = (family.Candidates[0], decimal.MinValue);
        foreach (var candidate in family.Candidates)
        {
            var equity = Simulation.Run(candidate, [], window, capital, costs).Broker.Equity;
            if (equity > most)
            {
                (best, most) = (candidate, equity);
            }
        }

        return best;
    }
}
