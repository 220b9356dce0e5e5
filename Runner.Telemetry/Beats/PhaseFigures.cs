namespace Runner.Telemetry.Beats;

/// <summary>The figures of a phase, or with all phases' trades of a session, at one moment. Equity and profit are null for
/// a runner without capital.</summary>
readonly record struct PhaseFigures(
    long Progress,
    decimal? Equity,
    decimal? Pnl,
    TradeCounts Trades
);

/// <summary>Closed trades; a trade of exactly no profit is neither a win nor a loss.</summary>
readonly record struct TradeCounts(long Trades, long Wins, long Losses)
{
    public TradeCounts With(decimal pnl) =>
        new(Trades + 1, Wins + (pnl > 0 ? 1 : 0), Losses + (pnl < 0 ? 1 : 0));
}
