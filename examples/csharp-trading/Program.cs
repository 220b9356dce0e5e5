using Runner.Telemetry;
using Runner.Telemetry.Trading;

await using var telemetry = RunnerTelemetry.Export("csharp-trading");
await telemetry.RunSessionAsync(
    new RunnerSessionOptions
    {
        RunnerName = "csharp-trading",
        DryRun = true,
        Account = new TradingAccount { InitialCapital = 10_000m, Currency = "EUR" },
    },
    (session, stop) => session.RunPhaseAsync("trade", TradeAsync, TimeSpan.FromHours(8), stop)
);

static async Task TradeAsync(RunnerPhase phase, CancellationToken cancellationToken)
{
    decimal[] prices = [100m, 104m, 103m, 108m, 105m, 111m];
    var (equity, quantity) = (10_000m, 20m);
    phase.SetProgressTotal(prices.Length - 1);
    for (var i = 1; i < prices.Length; i++)
    {
        await Task.Delay(200, cancellationToken); // the next price
        var trade = new Trade
        {
            Id = $"{i}",
            Symbol = "DAX",
            Side = TradeSide.Long,
            Quantity = quantity,
            EntryPrice = prices[i - 1],
            ExitPrice = prices[i],
            ExitTime = DateTimeOffset.UtcNow,
            Pnl = quantity * (prices[i] - prices[i - 1]) - 1m,
            Fees = 1m,
        };
        equity += trade.Pnl;
        phase.TradeClosed(trade, equity);
        phase.Progress();
    }
}
