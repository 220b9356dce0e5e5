namespace Sessions;

/// <summary>Closed trades so far. Wins + losses ≤ trades; the rest were flat.</summary>
public sealed record TradeTotals(long Trades, long Wins, long Losses)
{
    public static TradeTotals None { get; } = new(0, 0, 0);

    /// <summary>Percent of closed trades with a profit; 0 without trades.</summary>
    public double WinRate => Trades > 0 ? 100.0 * Wins / Trades : 0;

    public static TradeTotals operator +(TradeTotals a, TradeTotals b) =>
        new(a.Trades + b.Trades, a.Wins + b.Wins, a.Losses + b.Losses);
}
