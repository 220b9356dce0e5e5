using System.Globalization;
using Runner.Telemetry;
using Runner.Telemetry.Trading;
using Runner.Worker.Backtesting;
using Runner.Worker.Broker;
using Runner.Worker.Market;
using Runner.Worker.Scenarios;
using Runner.Worker.Settings;
using Runner.Worker.Strategies;

namespace Runner.Worker.Phases;

/// <summary>Trades the unseen bars on paper, at the set pace.</summary>
sealed class ApiPhase(
    RunnerSettings settings,
    FaultInjection faults,
    string symbol,
    TimeProvider time
)
{
    /// <param name="past">Bars that the strategy may warm up with.</param>
    public async Task RunAsync(
        RunnerSession session,
        RunnerPhase phase,
        IStrategy strategy,
        ArraySegment<Bar> past,
        ArraySegment<Bar> unseen,
        CancellationToken cancellation
    )
    {
        phase.Checkpoint(
            "api_keys_present",
            CheckpointStatus.Pass,
            "not needed: a dry run trades with the paper broker"
        );
        var costs = new Costs(settings.Broker.FeeRate, settings.Broker.Slippage);
        var trading = new Simulation(strategy, settings.InitialCapital, costs);
        foreach (var bar in past)
        {
            trading.Prime(bar);
        }

        phase.SetProgressTotal(unseen.Count);
        var pace = new Pace(settings.Replay.Interval, time);
        var retries = new Retries(phase, settings.Retry, time);
        for (var i = 0; i < unseen.Count; i++)
        {
            await faults.BeforeBarAsync(session, i, settings, cancellation);
            if (trading.Decide() is { } side)
            {
                await retries.RunAsync(() => PlaceAsync(trading.Broker, side), cancellation);
            }

            var (_, closed) = trading.Next(unseen[i]);
            phase.SetEquity(trading.Broker.Equity);
            if (closed is { } trade)
            {
                phase.TradeClosed(Told(trade), trading.Broker.Equity);
            }

            phase.Progress();
            if (trading.MaxDrawdown > settings.Broker.MaxDrawdown)
            {
                phase.Require("risk_ok", (false, Risk(trading)));
            }

            await pace.StepAsync(cancellation);
        }

        phase.Require("risk_ok", (true, Risk(trading)));
        phase.Summary();
    }

    Task PlaceAsync(PaperBroker broker, Side side)
    {
        faults.BeforeOrder();
        broker.Order(side);
        return Task.CompletedTask;
    }

    /// <summary>The broker is long only; entry and exit are of the days of the data.</summary>
    Trade Told(ClosedTrade trade) =>
        new()
        {
            Id = $"{symbol}-{trade.Entry.Date:yyyyMMdd}",
            Symbol = symbol,
            Side = TradeSide.Long,
            Quantity = trade.Entry.Quantity,
            EntryPrice = trade.Entry.Price,
            ExitPrice = trade.Exit.Price,
            EntryTime = new(trade.Entry.Date, TimeOnly.MinValue, TimeSpan.Zero),
            ExitTime = new(trade.Exit.Date, TimeOnly.MinValue, TimeSpan.Zero),
            Pnl = trade.Pnl,
            Fees = trade.Entry.Fee + trade.Exit.Fee,
        };

    string Risk(Simulation trading) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"drawdown {100 * trading.MaxDrawdown:0.00} % bar by bar, {100 * settings.Broker.MaxDrawdown:0.00} % allowed"
        );
}
