using System.Globalization;
using System.Text.Json;
using Runner.Conventions;

namespace Sessions;

/// <summary>Beats as the gauges that a runner would have sent, one metric of each name with a point for each beat.</summary>
internal static class OtlpGauges
{
    /// <summary>The metrics of a page of events, each ready to be written; those without a point are left out.</summary>
    public static IEnumerable<Action<Utf8JsonWriter>> Of(IEnumerable<SessionEvent> page)
    {
        var beats = page.Where(e => e.Type == EventType.Heartbeat).ToList();
        return new[]
        {
            Metric(MetricNames.Heartbeat, "{beat}", beats, e => e.Beat?.Number),
            Metric(MetricNames.HeartbeatInterval, "s", beats, e => e.Beat?.IntervalSeconds),
            Metric(MetricNames.Progress, "{step}", beats, e => e.Beat?.Progress),
            Metric(MetricNames.ProgressTotal, "{step}", beats, e => e.Beat?.ProgressTotal),
            Metric(MetricNames.Equity, "{currency}", beats, e => e.Figures?.Equity),
            Metric(MetricNames.Pnl, "{currency}", beats, e => e.Figures?.Pnl),
            Metric(MetricNames.Trades, "{trade}", beats, e => e.Figures?.Trades),
            Metric(MetricNames.Wins, "{trade}", beats, e => e.Figures?.Wins),
            Metric(MetricNames.Losses, "{trade}", beats, e => e.Figures?.Losses),
        }.OfType<Action<Utf8JsonWriter>>();
    }

    private static Action<Utf8JsonWriter>? Metric<T>(
        string name,
        string unit,
        List<SessionEvent> beats,
        Func<SessionEvent, T?> value
    )
        where T : struct
    {
        var points = beats.FindAll(e =>
            value(e) is { } v
            && v is not double.NaN and not double.PositiveInfinity and not double.NegativeInfinity
        );
        return points.Count == 0
            ? null
            : writer =>
            {
                writer.WriteStartObject();
                writer.WriteString("name", name);
                writer.WriteString("unit", unit);
                writer.WriteStartObject("gauge");
                writer.WriteStartArray("dataPoints");
                foreach (var e in points)
                {
                    WritePoint(writer, e, value(e)!.Value);
                }

                writer.WriteEndArray();
                writer.WriteEndObject();
                writer.WriteEndObject();
            };
    }

    private static void WritePoint<T>(Utf8JsonWriter writer, SessionEvent e, T value)
        where T : struct
    {
        writer.WriteStartObject();
        writer.WriteString("timeUnixNano", OtlpTime.Of(e.Timestamp));
        if (value is double number)
        {
            writer.WriteNumber("asDouble", number);
        }
        else
        {
            writer.WriteString("asInt", Convert.ToString(value, CultureInfo.InvariantCulture));
        }

        var attributes = new OtlpAttributes(writer);
        attributes.Text(AttributeNames.SessionId, e.SessionId);
        attributes.Text(AttributeNames.PhaseName, e.Phase);
        attributes.Whole(AttributeNames.PhaseRun, e.PhaseRun);
        attributes.Whole(
            ExportNames.BeatGeneration,
            e.Beat is { Generation: > 0 } beat ? beat.Generation : null
        );
        attributes.End();
        writer.WriteEndObject();
    }
}
