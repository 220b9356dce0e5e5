using Runner.Telemetry;
using Runner.Telemetry.Trading;
using Runner.Worker.Market;
using Runner.Worker.Phases;
using Runner.Worker.Scenarios;
using Runner.Worker.Settings;
using Runner.Worker.Strategies;

namespace Runner.Worker;

/// <summary>One session: reads prices, chooses a strategy, trades what it has not seen.</summary>
sealed class SessionRun(
    RunnerTelemetry telemetry,
    RunnerSettings settings,
    FaultInjection faults,
    string symbol,
    TimeProvider time
)
{
    public Task RunAsync(CancellationToken cancellation) =>
        telemetry.RunSessionAsync(
            new RunnerSessionOptions
            {
                RunnerName = settings.Name,
                PhaseCount = 3,
                DryRun = settings.DryRun,
                Account = new TradingAccount
                {
                    InitialCapital = settings.InitialCapital,
                    Currency = settings.Currency,
                },
                HeartbeatInterval = settings.HeartbeatInterval,
                Parameters = new Dictionary<string, object>
                {
                    ["symbol"] = symbol,
                    ["strategy"] = settings.Strategy.Name,
                    ["train_bars"] = settings.Strategy.TrainBars,
                    ["judge_bars"] = settings.Strategy.JudgeBars,
                    ["replay_bars"] = settings.Replay.Bars,
                },
            },
            PhasesAsync,
            cancellation
        );

    async Task PhasesAsync(RunnerSession session, CancellationToken cancellation)
    {
        Bar[] bars = [];
        IStrategy? strategy = null;
        var limits = settings.Limits;

        await session.RunPhaseAsync(
            "data_phase",
            async (phase, stop) =>
                bars = await new DataPhase(settings, symbol, time).RunAsync(phase, stop),
            limits.Data,
            cancellation
        );
        await Task.Delay(settings.PhasePause, time, cancellation);

        var seen = bars.Length - settings.Replay.Bars;
        await session.RunPhaseAsync(
            "strategy_phase",
            async (phase, stop) =>
                strategy = await new StrategyPhase(settings, time).RunAsync(
                    phase,
                    bars[..seen],
                    stop
                ),
            limits.Strategy,
            cancellation
        );
        await Task.Delay(settings.PhasePause, time, cancellation);

        await session.RunPhaseAsync(
            "api_phase",
            (phase, stop) =>
                new ApiPhase(settings, faults, symbol, time).RunAsync(
                    session,
                    phase,
                    strategy!,
                    new ArraySegment<Bar>(bars, 0, seen),
                    new ArraySegment<Bar>(bars, seen, settings.Replay.Bars),
                    stop
                ),
            limits.Api,
            cancellation
        );
    }
}
