using System.Globalization;
using System.Text.Json;
using Runner.Conventions;

namespace Sessions;

/// <summary>A figure from one source as the metric that a runner would have sent.</summary>
internal static class OtlpFigures
{
    private const int Delta = 1;
    private const int Cumulative = 2;

    public static void Write(Utf8JsonWriter writer, string sessionId, FigureTrack track)
    {
        var figure = track.Figure;
        writer.WriteStartObject();
        writer.WriteString("name", figure.Name);
        writer.WriteString("unit", figure.Unit);
        writer.WriteString("description", figure.Description);
        writer.WriteStartObject(WireName.Of(figure.Kind));
        if (figure.Kind != FigureKind.Gauge)
        {
            writer.WriteNumber("aggregationTemporality", figure.IsDelta ? Delta : Cumulative);
        }

        writer.WriteStartArray("dataPoints");
        foreach (var point in track.ToPoints(sessionId))
        {
            Write(writer, point);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, FigurePoint point)
    {
        writer.WriteStartObject();
        if (point.Start is { } start)
        {
            writer.WriteString("startTimeUnixNano", OtlpTime.Of(start));
        }

        writer.WriteString("timeUnixNano", OtlpTime.Of(point.Timestamp));
        if (point.Figure.Kind == FigureKind.Histogram)
        {
            var (sum, count, min, max) = point.Amount;
            writer.WriteString("count", count.ToString(CultureInfo.InvariantCulture));
            writer.WriteNumber("sum", sum);
            Write(writer, "min", min);
            Write(writer, "max", max);
        }
        else
        {
            writer.WriteNumber("asDouble", point.Amount.Value);
        }

        var attributes = new OtlpAttributes(writer);
        attributes.Text(AttributeNames.SessionId, point.SessionId);
        attributes.Text(
            ExportNames.FigureWriter,
            point.Figure.Kind == FigureKind.Gauge
                ? null
                : point.Writer.ToString(CultureInfo.InvariantCulture)
        );
        attributes.Free(point.Figure.Attributes, name => name);
        attributes.End();
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, string name, double? value)
    {
        if (value is { } number)
        {
            writer.WriteNumber(name, number);
        }
    }
}
