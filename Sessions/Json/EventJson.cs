using System.Text.Json;
using Runner.Conventions;

namespace Sessions;

/// <summary>The event schema: one JSON object per event, snake_case, absent rather than null.</summary>
public static partial class EventJson
{
    /// <summary>
    /// Details that stand beside <c>details</c>, where readers of the schema look for them.
    /// </summary>
    private static readonly string[] OwnFields = ["order", "duration_seconds"];

    /// <summary>Which process's count a heartbeat's number belongs to; no runner states it.</summary>
    private const string BeatGenerationName = "runner.heartbeat.generation";

    /// <summary>
    /// Writes one event; <c>details</c> holds what has no field of its own, under the conventions' names. Reading it
    /// again gives an equal event.
    /// </summary>
    public static void Write(Utf8JsonWriter writer, SessionEvent e)
    {
        writer.WriteStartObject();
        writer.WriteString("id", e.Id.ToString());
        writer.WriteString("timestamp", e.Timestamp.UtcDateTime);
        writer.WriteString("session_id", e.SessionId);
        writer.WriteString("type", WireName.Of(e.Type));
        Text(writer, "phase", e.Phase);
        writer.WriteString("level", WireName.Of(e.Level));
        Text(writer, "message", e.Message);
        Text(writer, "status", e.Status is { } status ? WireName.Of(status) : null);
        if (e.Figures is { IsEmpty: false } figures)
        {
            WriteFigures(writer, figures);
        }

        Text(writer, "trace_id", e.TraceId);
        Text(writer, "span_id", e.SpanId);
        Text(writer, "parent_span_id", e.ParentSpanId);
        Text(writer, "error", e.ErrorType);
        if (e.Run?.Environment is { } environment)
        {
            writer.WritePropertyName("resource");
            writer.WriteRawValue(environment);
        }

        using var free = e.Details is { } details ? JsonDocument.Parse(details) : null;
        var inDetails = WriteOwnFields(writer, free);
        if (
            inDetails.Count > 0
            || e
                is not {
                    Checkpoint: null,
                    Session: null,
                    PhaseInfo: null,
                    Beat: null,
                    Retry: null,
                    Trade: null,
                    Run.Parameters: null,
                    PhaseRun: null,
                }
        )
        {
            WriteDetails(writer, e, inDetails);
        }

        writer.WriteEndObject();
    }

    /// <returns>What belongs into the details.</returns>
    private static List<JsonProperty> WriteOwnFields(Utf8JsonWriter writer, JsonDocument? free)
    {
        if (free is null)
        {
            return [];
        }

        // Reading puts them back at the end: only what stands there comes back in its place.
        var properties = free.RootElement.EnumerateObject().ToList();
        var inDetails = 1 + properties.FindLastIndex(p => !OwnFields.Contains(p.Name));
        foreach (var property in properties[inDetails..])
        {
            property.WriteTo(writer);
        }

        return properties[..inDetails];
    }

    private static void WriteFigures(Utf8JsonWriter writer, Figures figures)
    {
        writer.WriteStartObject("metrics");
        Number(writer, "equity", figures.Equity);
        Number(writer, "pnl", figures.Pnl);
        Number(writer, "win_rate", figures.WinRate);
        Number(writer, "trades", figures.Trades);
        Number(writer, "wins", figures.Wins);
        Number(writer, "losses", figures.Losses);
        writer.WriteEndObject();
    }

    private static void WriteDetails(Utf8JsonWriter writer, SessionEvent e, List<JsonProperty> free)
    {
        writer.WriteStartObject("details");
        Text(writer, AttributeNames.CheckpointName, e.Checkpoint);
        if (e.Session is { } session)
        {
            Text(writer, AttributeNames.RunnerName, session.RunnerName);
            if (session.DryRun is { } dryRun)
            {
                writer.WriteBoolean(AttributeNames.DryRun, dryRun);
            }

            Number(writer, AttributeNames.InitialCapital, session.InitialCapital);
            Text(writer, AttributeNames.Currency, session.Currency);
            Number(writer, AttributeNames.PhaseCount, session.PhaseCount);
            Text(writer, AttributeNames.ServiceName, session.ServiceName);
            Text(writer, AttributeNames.Schedule, session.Schedule?.Cron);
            Text(writer, AttributeNames.ScheduleTimezone, session.Schedule?.Timezone);
            Number(writer, AttributeNames.Interval, session.Schedule?.IntervalSeconds);
            Number(writer, AttributeNames.ScheduleGrace, session.Schedule?.GraceSeconds);
        }

        Number(writer, AttributeNames.PhaseIndex, e.PhaseInfo?.Index);
        Number(writer, AttributeNames.PhaseRun, e.PhaseRun);
        Number(writer, AttributeNames.PhaseTimeLimit, e.PhaseInfo?.TimeLimitSeconds);
        Number(writer, MetricNames.Heartbeat, e.Beat?.Number);
        Number(
            writer,
            BeatGenerationName,
            e.Beat is { Generation: > 0 } beat ? beat.Generation : null
        );
        Number(writer, MetricNames.HeartbeatInterval, e.Beat?.IntervalSeconds);
        Number(writer, MetricNames.Progress, e.Beat?.Progress);
        Number(writer, MetricNames.ProgressTotal, e.Beat?.ProgressTotal);
        Number(writer, AttributeNames.RetryAttempt, e.Retry?.Attempt);
        Number(writer, AttributeNames.RetryMax, e.Retry?.Max);
        Number(writer, AttributeNames.RetryDelay, e.Retry?.DelaySeconds);
        Text(writer, AttributeNames.RetryReason, e.Retry?.Reason);
        if (e.Trade is { } trade)
        {
            TradeJson.Write(writer, trade);
        }

        if (e.Run?.Parameters is { } parameters)
        {
            WriteParameters(writer, parameters);
        }

        foreach (var property in free)
        {
            property.WriteTo(writer);
        }

        writer.WriteEndObject();
    }

    private static void WriteParameters(Utf8JsonWriter writer, string parameters)
    {
        using var document = JsonDocument.Parse(parameters);
        foreach (var parameter in document.RootElement.EnumerateObject())
        {
            writer.WritePropertyName(AttributeNames.ParameterPrefix + parameter.Name);
            parameter.Value.WriteTo(writer);
        }
    }

    private static void Text(Utf8JsonWriter writer, string name, string? value)
    {
        if (value is not null)
        {
            writer.WriteString(name, value);
        }
    }

    // JSON has no NaN or infinity; a figure that is none is absent.
    private static void Number(Utf8JsonWriter writer, string name, double? value)
    {
        if (value is { } number && double.IsFinite(number))
        {
            writer.WriteNumber(name, number);
        }
    }

    private static void Number(Utf8JsonWriter writer, string name, long? value)
    {
        if (value is { } number)
        {
            writer.WriteNumber(name, number);
        }
    }
}
