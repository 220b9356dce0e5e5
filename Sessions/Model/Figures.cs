namespace Sessions;

/// <summary>What a runner earned so far, as one event or beat states it; absent is unknown, not zero.</summary>
public sealed record Figures
{
    /// <summary>Cash plus open positions at market, in the session's currency.</summary>
    public double? Equity { get; init; }

    /// <summary>Profit and loss against the initial capital, in the session's currency.</summary>
    public double? Pnl { get; init; }

    /// <summary>Closed trades of this session and phase so far.</summary>
    public long? Trades { get; init; }

    /// <summary>Closed trades with a profit; at most <see cref="Trades"/>.</summary>
    public long? Wins { get; init; }

    /// <summary>Closed trades with a loss; a flat trade is neither a win nor a loss.</summary>
    public long? Losses { get; init; }

    /// <summary>Wins by closed trades, in percent; absent without trades.</summary>
    public double? WinRate => Trades > 0 && Wins is { } wins ? 100.0 * wins / Trades.Value : null;

    /// <summary>Whether nothing is known.</summary>
    public bool IsEmpty =>
        Equity is null && Pnl is null && Trades is null && Wins is null && Losses is null;

    /// <summary>Fills in what is missing; where both know a figure, the greater one, so that order does not count.</summary>
    public static Figures? Merge(Figures? a, Figures? b)
    {
        if (a is null || b is null || a == b)
        {
            return a ?? b;
        }

        return new Figures
        {
            Equity = Greater(a.Equity, b.Equity),
            Pnl = Greater(a.Pnl, b.Pnl),
            Trades = Greater(a.Trades, b.Trades),
            Wins = Greater(a.Wins, b.Wins),
            Losses = Greater(a.Losses, b.Losses),
        };
    }

    private static T? Greater<T>(T? a, T? b)
        where T : struct, IComparable<T> =>
        a is { } left && b is { } right ? (left.CompareTo(right) >= 0 ? left : right) : a ?? b;
}
