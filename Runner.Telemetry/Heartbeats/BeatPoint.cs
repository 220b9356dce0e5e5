namespace Runner.Telemetry.Heartbeats;

/// <summary>What one collection reports under one set of attributes: of a run of a phase, or of the session itself. What is
/// null has no point.</summary>
/// <param name="Tags">Attributes of every point.</param>
sealed record BeatPoint(KeyValuePair<string, object?>[] Tags)
{
    public long? Number { get; init; }

    /// <summary>Seconds.</summary>
    public double? Interval { get; init; }

    public long? Progress { get; init; }

    public long? ProgressTotal { get; init; }

    public TradeCounts? Trades { get; init; }

    public decimal? Equity { get; init; }

    public decimal? Pnl { get; init; }
}

/// <summary>Closed trades; a trade of exactly no profit is neither a win nor a loss.</summary>
readonly record struct TradeCounts(long Trades, long Wins, long Losses)
{
    public TradeCounts With(decimal pnl) =>
        new(Trades + 1, Wins + (pnl > 0 ? 1 : 0), Losses + (pnl < 0 ? 1 : 0));
}
