using System.Text.Json;
using Sessions;

namespace Dashboard.Web.Api;

/// <summary>An equity curve for programs.</summary>
internal static class EquityJson
{
    public static void Write(Utf8JsonWriter writer, EquityCurve curve)
    {
        writer.WriteStartObject();
        writer.WriteStartArray("points");
        foreach (var point in curve.Points)
        {
            writer.WriteStartObject();
            writer.WriteString("timestamp", point.Timestamp.UtcDateTime);
            writer.WriteNumber("equity", point.Equity);
            Number(writer, "drawdown", point.Drawdown);
            writer.WriteString("event_id", point.Id.ToString());
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteNumber("total", curve.Total);
        Number(writer, "max_drawdown", curve.MaxDrawdown);
        writer.WriteEndObject();
    }

    // The fall between the largest amounts is no number that JSON has a word for.
    private static void Number(Utf8JsonWriter writer, string name, double value)
    {
        if (double.IsFinite(value))
        {
            writer.WriteNumber(name, value);
        }
    }
}
