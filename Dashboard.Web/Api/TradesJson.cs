using System.Text.Json;
using Dashboard.Web.Views;
using Sessions;

namespace Dashboard.Web.Api;

/// <summary>Trades for programs. Absent rather than null.</summary>
internal static class TradesJson
{
    public static void Write(Utf8JsonWriter writer, SessionEvent e)
    {
        var trade = e.Trade;
        writer.WriteStartObject();
        writer.WriteString("event_id", e.Id.ToString());
        writer.WriteString("timestamp", e.Timestamp.UtcDateTime);
        Text(writer, "phase", e.Phase);
        Text(writer, "id", trade?.Id);
        Text(writer, "symbol", trade?.Symbol);
        Text(writer, "side", trade?.Side is { } side ? WireName.Of(side) : null);
        Number(writer, "quantity", trade?.Quantity);
        Number(writer, "entry_price", trade?.EntryPrice);
        Number(writer, "exit_price", trade?.ExitPrice);
        Moment(writer, "entry_time", trade?.EntryTime);
        Moment(writer, "exit_time", trade?.ExitTime);
        Number(writer, "pnl", trade?.Pnl);
        Number(writer, "fees", trade?.Fees);
        writer.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter writer, TradingView trading)
    {
        var figures = trading.Statistics;
        writer.WriteStartObject("statistics");
        writer.WriteNumber("trades", figures.Trades);
        writer.WriteBoolean("newest_only", trading.IsCut);
        Number(writer, "profit_factor", figures.ProfitFactor);
        Number(writer, "expectancy", figures.Expectancy);
        Number(writer, "average_win", figures.AverageWin);
        Number(writer, "average_loss", figures.AverageLoss);
        writer.WriteNumber("longest_losing_streak", figures.LongestLosingStreak);
        Number(writer, "max_drawdown", figures.MaxDrawdown);
        Number(writer, "max_drawdown_amount", figures.MaxDrawdownAmount);
        Number(writer, "longest_drawdown_secs", figures.LongestDrawdown?.TotalSeconds);
        Number(writer, "exposure", figures.Exposure);
        Number(writer, "sharpe", figures.Sharpe);
        Number(writer, "sortino", figures.Sortino);
        writer.WriteEndObject();
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

    private static void Moment(Utf8JsonWriter writer, string name, DateTimeOffset? value)
    {
        if (value is { } moment)
        {
            writer.WriteString(name, moment.UtcDateTime);
        }
    }
}
