using System.Text.Json.Serialization;

namespace Sessions;

/// <summary>Which way a trade was opened.</summary>
[JsonConverter(typeof(WireNameConverter<TradeSide>))]
public enum TradeSide
{
    Long,
    Short,
}

/// <summary>A closed trade; what the runner does not say is absent. Prices and amounts are in the session's currency.</summary>
public sealed record Trade
{
    /// <summary>The runner's own id of the trade; makes two statements of it one.</summary>
    public string? Id { get; init; }

    /// <summary>What was traded, for example <c>BTC/USDT</c>.</summary>
    public string? Symbol { get; init; }

    public TradeSide? Side { get; init; }

    /// <summary>In units of what was traded.</summary>
    public double? Quantity { get; init; }

    public double? EntryPrice { get; init; }

    public double? ExitPrice { get; init; }

    /// <summary>UTC.</summary>
    public DateTimeOffset? EntryTime { get; init; }

    /// <summary>UTC.</summary>
    public DateTimeOffset? ExitTime { get; init; }

    /// <summary>Profit or loss after all costs.</summary>
    public double? Pnl { get; init; }

    public double? Fees { get; init; }

    /// <summary>Fills in what is missing; a disagreement goes to the greater value, so that order does not count.</summary>
    internal static Trade? Merge(Trade? a, Trade? b) =>
        a is null || b is null || a == b
            ? a ?? b
            : new Trade
            {
                Id = SessionEvent.Greater(a.Id, b.Id),
                Symbol = SessionEvent.Greater(a.Symbol, b.Symbol),
                Side = a.Side is null || b.Side > a.Side ? b.Side : a.Side,
                Quantity = SessionHeader.Max(a.Quantity, b.Quantity),
                EntryPrice = SessionHeader.Max(a.EntryPrice, b.EntryPrice),
                ExitPrice = SessionHeader.Max(a.ExitPrice, b.ExitPrice),
                EntryTime = SessionHeader.Max(a.EntryTime, b.EntryTime),
                ExitTime = SessionHeader.Max(a.ExitTime, b.ExitTime),
                Pnl = SessionHeader.Max(a.Pnl, b.Pnl),
                Fees = SessionHeader.Max(a.Fees, b.Fees),
            };
}
