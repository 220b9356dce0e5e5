using System.Globalization;
using Microsoft.Extensions.Logging;
using Runner.Conventions;
using Runner.Telemetry.Lifecycle;

namespace Runner.Telemetry.Trading;

/// <summary>The calls of runners that deal in money. Give the session a <see cref="TradingAccount"/> when it
/// starts.</summary>
public static class RunnerTradingExtensions
{
    /// <summary>The account is worth that much now; shown with the next heartbeat.</summary>
    /// <param name="session">The session that trades.</param>
    /// <param name="equity">Cash and positions at market, in the account's currency.</param>
    public static void SetEquity(this RunnerSession session, decimal equity)
    {
        ArgumentNullException.ThrowIfNull(session);
        session.Ledger.SetEquity(equity);
    }

    /// <summary>The account is worth that much now; shown with the next heartbeat.</summary>
    /// <param name="phase">The phase that trades.</param>
    /// <param name="equity">Cash and positions at market, in the account's currency.</param>
    public static void SetEquity(this RunnerPhase phase, decimal equity)
    {
        ArgumentNullException.ThrowIfNull(phase);
        if (!phase.HasEnded)
        {
            phase.Session.Ledger.SetEquity(equity);
        }
    }

    /// <summary>The session has earned that much so far; for runners that know their profit and not their equity.</summary>
    /// <param name="session">The session that trades.</param>
    /// <param name="pnl">Since the start, after all costs, in the account's currency.</param>
    public static void SetPnl(this RunnerSession session, decimal pnl)
    {
        ArgumentNullException.ThrowIfNull(session);
        session.Ledger.SetPnl(pnl);
    }

    /// <summary>A trade was closed: counts it, and tells the new figures at once.</summary>
    /// <param name="phase">The phase that trades.</param>
    /// <param name="pnl">What the trade earned after all costs; exactly 0 is neither a win nor a loss.</param>
    /// <param name="equity">What the account is worth after it.</param>
    public static void TradeClosed(this RunnerPhase phase, decimal pnl, decimal equity)
    {
        ArgumentNullException.ThrowIfNull(phase);
        phase.CountTrade(pnl);
        phase.SetEquity(equity);
        phase.TellSummary();
    }

    /// <summary>A trade was closed: tells of it, counts it, and tells the new figures at once.</summary>
    /// <param name="phase">The phase that trades.</param>
    /// <param name="trade">What was traded.</param>
    /// <param name="equity">What the account is worth after it.</param>
    public static void TradeClosed(this RunnerPhase phase, Trade trade, decimal equity)
    {
        ArgumentNullException.ThrowIfNull(phase);
        ArgumentNullException.ThrowIfNull(trade);
        if (phase.Session.Logs(LogLevel.Information))
        {
            phase.Tell(
                LifeCycleEventIds.Trade,
                LogLevel.Information,
                Describe(trade),
                Attributes(trade)
            );
        }

        phase.TradeClosed(trade.Pnl, equity);
    }

    /// <summary>Tells the figures as they are now: the session's money and the phase's trades.</summary>
    /// <param name="phase">The phase that trades.</param>
    public static void Summary(this RunnerPhase phase)
    {
        ArgumentNullException.ThrowIfNull(phase);
        phase.TellSummary();
    }

    static string Describe(Trade trade)
    {
        var what = string.Join(' ', new[] { Side(trade), trade.Symbol }.Where(w => w is not null));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"Trade closed{(what.Length > 0 ? $": {what}" : "")}, P&L {trade.Pnl:+0.00########;-0.00########;0.00}"
        );
    }

    static string? Side(Trade trade) =>
        trade.Side switch
        {
            null => null,
            TradeSide.Long => "long",
            TradeSide.Short => "short",
            _ => throw new ArgumentOutOfRangeException(nameof(trade), trade.Side, null),
        };

    static KeyValuePair<string, object?>[] Attributes(Trade trade) =>
        [
            .. new KeyValuePair<string, object?>[]
            {
                new(AttributeNames.TradeId, trade.Id),
                new(AttributeNames.TradeSymbol, trade.Symbol),
                new(AttributeNames.TradeSide, Side(trade)),
                new(AttributeNames.TradeQuantity, (double?)trade.Quantity),
                new(AttributeNames.TradeEntryPrice, (double?)trade.EntryPrice),
                new(AttributeNames.TradeExitPrice, (double?)trade.ExitPrice),
                new(AttributeNames.TradeEntryTime, Iso(trade.EntryTime)),
                new(AttributeNames.TradeExitTime, Iso(trade.ExitTime)),
                new(AttributeNames.TradePnl, (double)trade.Pnl),
                new(AttributeNames.TradeFees, (double?)trade.Fees),
            }.Where(attribute => attribute.Value is not null),
        ];

    static string? Iso(DateTimeOffset? time) => time?.ToString("O", CultureInfo.InvariantCulture);
}
