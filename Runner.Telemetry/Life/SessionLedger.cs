using System.Globalization;
using Runner.Conventions;
using Runner.Telemetry.Beats;

namespace Runner.Telemetry.Life;

/// <summary>Money and trades of a session: equity and profit are the session's at the moment, trades are counted by phase
/// and add up to the session's.</summary>
sealed class SessionLedger(decimal? initialCapital)
{
    readonly Lock gate = new();
    decimal? pnl = initialCapital is null ? null : 0;
    TradeCounts total;

    /// <summary>Equity now and profit since the start; null without capital.</summary>
    public (decimal? Equity, decimal? Pnl) Money
    {
        get
        {
            lock (gate)
            {
                return (initialCapital + pnl, pnl);
            }
        }
    }

    public void SetEquity(decimal value)
    {
        lock (gate)
        {
            pnl = value - initialCapital;
        }
    }

    public void CountTrade(decimal pnl)
    {
        lock (gate)
        {
            total = total.With(pnl);
        }
    }

    /// <summary>The session's figures as attributes; none without capital.</summary>
    public KeyValuePair<string, object?>[] Attributes()
    {
        lock (gate)
        {
            return Attributes(initialCapital + pnl, pnl, total);
        }
    }

    /// <summary>Figures in a sentence.</summary>
    public static string Describe(decimal? equity, decimal? pnl, TradeCounts trades) =>
        equity is null
            ? "No figures: the session has no capital"
            : string.Create(
                CultureInfo.InvariantCulture,
                $"Equity {equity:0.00} ({pnl:+0.00;-0.00;0.00}), {trades.Wins}/{trades.Trades} won"
            );

    public static KeyValuePair<string, object?>[] Attributes(
        decimal? equity,
        decimal? pnl,
        TradeCounts trades
    ) =>
        equity is null
            ? []
            :
            [
                new(MetricNames.Equity, (double)equity.Value),
                new(MetricNames.Pnl, (double)pnl!.Value),
                new(MetricNames.Trades, trades.Trades),
                new(MetricNames.Wins, trades.Wins),
                new(MetricNames.Losses, trades.Losses),
            ];
}
