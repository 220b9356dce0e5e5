using System.Text.Json;
using Runner.Conventions;

namespace Sessions;

/// <summary>
/// A session or a phase as the span that a runner would have sent. It says nothing that its start and its end do not
/// both say, so that reading it beside their log records adds nothing to either.
/// </summary>
/// <param name="Start">Its start.</param>
/// <param name="End">Its end.</param>
/// <param name="Checkpoints">Its checkpoints, in order.</param>
/// <param name="ParentSpanId">The span that it is in: as stated, otherwise for a phase the root span.</param>
internal sealed record OtlpSpan(
    SessionEvent Start,
    SessionEvent End,
    IReadOnlyList<SessionEvent> Checkpoints,
    string? ParentSpanId
)
{
    private const int Internal = 1;
    private const int Ok = 1;
    private const int Error = 2;

    public bool IsSession => Start.Type == EventType.RunnerStart;

    /// <summary>The span that a phase's span is in, where both its events say so.</summary>
    public string? StatedParent =>
        Start.ParentSpanId == End.ParentSpanId ? Start.ParentSpanId : null;

    public void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        OtlpIds.Write(writer, Start);
        if (ParentSpanId is not null)
        {
            writer.WriteString("parentSpanId", ParentSpanId);
        }

        writer.WriteString("name", IsSession ? SpanNames.Session : Start.Phase);
        writer.WriteNumber("kind", Internal);
        writer.WriteString("startTimeUnixNano", OtlpTime.Of(Start.Timestamp));
        writer.WriteString("endTimeUnixNano", OtlpTime.Of(End.Timestamp));
        var attributes = new OtlpAttributes(writer);
        attributes.Text(AttributeNames.SessionId, Start.SessionId);
        attributes.Text(AttributeNames.PhaseName, Start.Phase);
        attributes.Whole(
            AttributeNames.PhaseRun,
            Start.PhaseRun == End.PhaseRun ? Start.PhaseRun : null
        );
        if (!IsSession)
        {
            // Who reads it back takes no parent that nobody stated.
            attributes.Text(ExportNames.Told, StatedParent ?? ExportNames.NotTold);
        }

        attributes.Header(Start.Session == End.Session ? Start.Session : null);
        attributes.Phase(Start.PhaseInfo == End.PhaseInfo ? Start.PhaseInfo : null);
        var status = OtlpStatus.Of(End);
        if (status is var (key, word))
        {
            attributes.Text(key, word);
        }

        attributes.End();
        WriteCheckpoints(writer);
        writer.WriteStartObject("status");
        writer.WriteNumber("code", status?.Status is null or "success" or "skipped" ? Ok : Error);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private void WriteCheckpoints(Utf8JsonWriter writer)
    {
        if (Checkpoints.Count == 0)
        {
            return;
        }

        writer.WriteStartArray("events");
        foreach (var checkpoint in Checkpoints)
        {
            writer.WriteStartObject();
            writer.WriteString("timeUnixNano", OtlpTime.Of(checkpoint.Timestamp));
            writer.WriteString("name", SpanNames.Checkpoint);
            var attributes = new OtlpAttributes(writer);
            attributes.Text(AttributeNames.CheckpointName, checkpoint.Checkpoint);
            attributes.Text(AttributeNames.CheckpointMessage, checkpoint.Message);
            if (OtlpStatus.Of(checkpoint) is var (key, status))
            {
                attributes.Text(key, status);
            }

            attributes.End();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
