using System.Text.Json;
using Runner.Conventions;

namespace Sessions;

/// <summary>A trade among the details of its event, under the conventions' names.</summary>
internal static class TradeJson
{
    public static void Write(Utf8JsonWriter writer, Trade trade)
    {
        Text(writer, AttributeNames.TradeId, trade.Id);
        Text(writer, AttributeNames.TradeSymbol, trade.Symbol);
        Text(writer, AttributeNames.TradeSide, trade.Side is { } s ? WireName.Of(s) : null);
        Number(writer, AttributeNames.TradeQuantity, trade.Quantity);
        Number(writer, AttributeNames.TradeEntryPrice, trade.EntryPrice);
        Number(writer, AttributeNames.TradeExitPrice, trade.ExitPrice);
        Time(writer, AttributeNames.TradeEntryTime, trade.EntryTime);
        Time(writer, AttributeNames.TradeExitTime, trade.ExitTime);
        Number(writer, AttributeNames.TradePnl, trade.Pnl);
        Number(writer, AttributeNames.TradeFees, trade.Fees);
    }

    /// <returns>Null when the details state nothing of a trade.</returns>
    public static Trade? Read(JsonFields? details)
    {
        if (details is null)
        {
            return null;
        }

        var trade = new Trade
        {
            Id = details.Text(AttributeNames.TradeId, EventJson.MaxNameLength),
            Symbol = details.Text(AttributeNames.TradeSymbol, EventJson.MaxNameLength),
            Side = details.Member<TradeSide>(AttributeNames.TradeSide),
            Quantity = details.Number(AttributeNames.TradeQuantity),
            EntryPrice = details.Number(AttributeNames.TradeEntryPrice),
            ExitPrice = details.Number(AttributeNames.TradeExitPrice),
            EntryTime = details.Time(AttributeNames.TradeEntryTime),
            ExitTime = details.Time(AttributeNames.TradeExitTime),
            Pnl = details.Number(AttributeNames.TradePnl),
            Fees = details.Number(AttributeNames.TradeFees),
        };
        return trade == new Trade() ? null : trade;
    }

    private static void Text(Utf8JsonWriter writer, string name, string? value)
    {
        if (value is not null)
        {
            writer.WriteString(name, value);
        }
    }

    private static void Number(Utf8JsonWriter writer, string name, double? value)
    {
        if (value is { } number && double.IsFinite(number))
        {
            writer.WriteNumber(name, number);
        }
    }

    private static void Time(Utf8JsonWriter writer, string name, DateTimeOffset? value)
    {
        if (value is { } time)
        {
            writer.WriteString(name, time.UtcDateTime);
        }
    }
}
