using System.Text.Json;
using Runner.Conventions;

namespace Sessions;

/// <summary>A life-cycle event as the log record that a runner would have sent.</summary>
internal static class OtlpLogRecord
{
    public static void Write(Utf8JsonWriter writer, SessionEvent e)
    {
        var time = OtlpTime.Of(e.Timestamp);
        writer.WriteStartObject();
        writer.WriteString("timeUnixNano", time);
        writer.WriteString("observedTimeUnixNano", time);
        writer.WriteNumber("severityNumber", Severity(e.Level));
        if (NameOf(e.Type) is { } name)
        {
            writer.WriteString("eventName", name);
        }

        if (e.Message is not null)
        {
            writer.WriteStartObject("body");
            writer.WriteString("stringValue", e.Message);
            writer.WriteEndObject();
        }

        OtlpIds.Write(writer, e);
        var attributes = new OtlpAttributes(writer);
        attributes.Text(AttributeNames.SessionId, e.SessionId);
        attributes.Text(AttributeNames.PhaseName, e.Phase);
        attributes.Whole(AttributeNames.PhaseRun, e.PhaseRun);
        attributes.Text(ExportNames.Told, ExportNames.ToldAs(e));
        attributes.Header(e.Session);
        attributes.Phase(e.PhaseInfo);
        attributes.Trade(e.Trade);
        attributes.Parameters(e.Run?.Parameters);
        if (e.Type == EventType.Checkpoint)
        {
            // A checkpoint is known by its name; what has none is given the only word there is for it.
            attributes.Text(
                AttributeNames.CheckpointName,
                e.Checkpoint ?? e.Message ?? "checkpoint"
            );
        }

        if (OtlpStatus.Of(e) is var (key, status))
        {
            attributes.Text(key, status);
        }

        attributes.Whole(AttributeNames.RetryAttempt, e.Retry?.Attempt);
        attributes.Whole(AttributeNames.RetryMax, e.Retry?.Max);
        attributes.Number(AttributeNames.RetryDelay, e.Retry?.DelaySeconds);
        attributes.Text(AttributeNames.RetryReason, e.Retry?.Reason);
        attributes.Text(AttributeNames.ErrorType, e.ErrorType);
        attributes.Figures(e.Figures);
        attributes.Details(e.Details);
        attributes.End();
        writer.WriteEndObject();
    }

    private static int Severity(EventLevel level) =>
        level switch
        {
            EventLevel.Debug => 5,
            EventLevel.Info => 9,
            EventLevel.Warning => 13,
            _ => 17,
        };

    /// <returns>Null for a log line, which is no event of the conventions.</returns>
    private static string? NameOf(EventType type) =>
        type switch
        {
            EventType.RunnerStart => EventNames.SessionStart,
            EventType.RunnerEnd => EventNames.SessionEnd,
            EventType.PhaseStart => EventNames.PhaseStart,
            EventType.PhaseEnd => EventNames.PhaseEnd,
            EventType.Checkpoint => EventNames.Checkpoint,
            EventType.SummaryUpdated => EventNames.Summary,
            EventType.Error => EventNames.Error,
            EventType.AutocorrectAttempt => EventNames.Autocorrect,
            EventType.Trade => EventNames.Trade,
            EventType.Log => null,
            _ => throw new ArgumentOutOfRangeException(nameof(type), type, "is no log event"),
        };
}
