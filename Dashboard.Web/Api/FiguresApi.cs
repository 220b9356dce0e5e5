using System.ComponentModel;
using System.Text.Json;
using Sessions;

namespace Dashboard.Web.Api;

/// <summary>A session's own figures over time.</summary>
internal static class FiguresApi
{
    public static async Task<IResult> ReadAsync(
        string id,
        HttpContext http,
        ISessionReader reader,
        CancellationToken cancellationToken,
        [Description("Values of each figure, 2 to 512, 200 by default")] string? points = null
    )
    {
        var values = new QueryValues(http.Request.Query);
        var count = values.Number("points", 200, 2, FigureCell.MostOfSource);
        if (values.Problem is { } problem)
        {
            return problem;
        }

        if (await reader.FindAsync(id, cancellationToken) is not { } state)
        {
            return SessionApi.UnknownSession(id);
        }

        var figures = await reader.FiguresAsync(id, count, cancellationToken);
        return new JsonResult(writer =>
        {
            writer.WriteStartObject();
            writer.WriteStartArray("items");
            foreach (var series in figures)
            {
                Write(writer, series);
            }

            writer.WriteEndArray();
            writer.WriteNumber("values_left_out", state.FiguresLeftOut);
            writer.WriteEndObject();
        });
    }

    private static void Write(Utf8JsonWriter writer, FigureSeries series)
    {
        var figure = series.Figure;
        writer.WriteStartObject();
        writer.WriteString("name", figure.Name);
        writer.WriteString("kind", WireName.Of(figure.Kind));
        Text(writer, "unit", figure.Unit);
        Text(writer, "description", figure.Description);
        if (figure.Attributes is { } attributes)
        {
            writer.WritePropertyName("attributes");
            writer.WriteRawValue(attributes);
        }

        WriteFields(writer, series.Latest);
        writer.WriteStartArray("points");
        foreach (var value in series.Values)
        {
            writer.WriteStartObject();
            WriteFields(writer, value);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();

        void WriteFields(Utf8JsonWriter to, FigureValue value)
        {
            to.WriteString("timestamp", value.Timestamp.UtcDateTime);
            to.WriteNumber("value", value.Amount.Value);
            if (figure.Kind == FigureKind.Histogram)
            {
                to.WriteNumber("count", value.Amount.Count);
            }

            Number(to, "min", value.Amount.Min);
            Number(to, "max", value.Amount.Max);
        }
    }

    private static void Text(Utf8JsonWriter writer, string name, string value)
    {
        if (value.Length > 0)
        {
            writer.WriteString(name, value);
        }
    }

    private static void Number(Utf8JsonWriter writer, string name, double? value)
    {
        if (value is { } number)
        {
            writer.WriteNumber(name, number);
        }
    }
}
