using System.Globalization;
using Runner.Telemetry;
using Runner.Worker.Backtesting;
using Runner.Worker.Broker;
using Runner.Worker.Market;
using Runner.Worker.Settings;
using Runner.Worker.Strategies;

namespace Runner.Worker.Phases;

/// <summary>Chooses the strategy's parameters, and judges the choosing by a walk-forward. Its trades are backtests and do
/// not count as the session's.</summary>
sealed class StrategyPhase(RunnerSettings settings, TimeProvider time)
{
    /// <param name="past">The bars before those that are replayed.</param>
    public async Task<IStrategy> RunAsync(
        RunnerPhase phase,
        Bar[] past,
        CancellationToken cancellation
    )
    {
        var family = StrategyFamilies.Create(settings.Strategy);
        var faults = family.Lint();
        phase.Require(
            "lint_ok",
            faults.Count == 0
                ? (true, $"{family.Name}: {family.Candidates.Count} parameter sets")
                : (false, $"{family.Name}: {string.Join("; ", faults)}")
        );

        var costs = new Costs(settings.Broker.FeeRate, settings.Broker.Slippage);
        var walk = new WalkForward(
            family,
            settings.Strategy.TrainBars,
            settings.Strategy.JudgeBars,
            settings.InitialCapital,
            costs
        );
        var pace = new Pace(settings.Pace.Fold, time);
        var (folds, gains, growth) = (0, 0, 1m);
        foreach (var fold in walk.Run(past))
        {
            folds++;
            gains += fold.Return > 0 ? 1 : 0;
            growth *= 1 + fold.Return;
            phase.Progress();
            await pace.StepAsync(cancellation);
        }

        phase.Checkpoint(
            "walk_forward_ok",
            growth >= 1 ? CheckpointStatus.Pass : CheckpointStatus.Warn,
            string.Create(
                CultureInfo.InvariantCulture,
                $"{100 * (growth - 1):+0.0;-0.0;0.0} % out of sample in {folds} folds, {gains} with a gain"
            )
        );

        var chosen = walk.Choose(past, past.Length);
        phase.Checkpoint("parameters_chosen", CheckpointStatus.Pass, chosen.Description);
        return chosen;
    }
}
