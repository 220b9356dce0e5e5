namespace Runner.Telemetry.Trading;

/// <summary>Which way a trade was.</summary>
public enum TradeSide
{
    /// <summary>Bought, then sold.</summary>
    Long,

    /// <summary>Sold, then bought back.</summary>
    Short,
}

/// <summary>A closed trade. Amounts are in the account's currency.</summary>
public sealed record Trade
{
    /// <summary>What it earned after all costs; exactly 0 is neither a win nor a loss.</summary>
    public required decimal Pnl { get; init; }

    /// <summary>Identity within the session; null when it has none.</summary>
    public string? Id { get; init; }

    /// <summary>What was traded, such as <c>EURUSD</c>.</summary>
    public string? Symbol { get; init; }

    /// <summary>Which way it was.</summary>
    public TradeSide? Side { get; init; }

    /// <summary>How much was traded, in units of <see cref="Symbol"/>.</summary>
    public decimal? Quantity { get; init; }

    /// <summary>Price per unit at the entry.</summary>
    public decimal? EntryPrice { get; init; }

    /// <summary>Price per unit at the exit.</summary>
    public decimal? ExitPrice { get; init; }

    /// <summary>When it was opened.</summary>
    public DateTimeOffset? EntryTime { get; init; }

    /// <summary>When it was closed.</summary>
    public DateTimeOffset? ExitTime { get; init; }

    /// <summary>Fees, which <see cref="Pnl"/> already takes into account.</summary>
    public decimal? Fees { get; init; }
}
