using System.Text;
using Collector.Decode;
using Runner.Conventions;
using Sessions;

namespace Collector.Project;

/// <summary>A life-cycle log event becomes the event that it names; every other log record says nothing of a session's course.</summary>
internal sealed class LogProjector(Interner interner, FactReader facts, DetailsJson details)
{
    private static readonly byte[] Prefix = Encoding.UTF8.GetBytes("runner.");

    public void Project(in LogRecordMessage record, in Facts inherited, Projection into)
    {
        into.Items++;
        var said = inherited;
        facts.Read(record.Attributes, ref said);
        var origin = new EventOrigin(
            said.SessionId ?? "",
            interner.Id(record.TraceId, 16),
            interner.Id(record.SpanId, 8)
        );
        if (origin is { SessionId: "", TraceId: null } || TypeOf(record, said) is not { } type)
        {
            into.Unmatched += said.SessionId is null ? 1 : 0;
            return;
        }

        var problem = said.Problem;
        if (type == EventType.Checkpoint)
        {
            problem ??= SessionEvents.CheckpointProblem(said);
        }

        var free = said.HasFree ? details.Write(record.Attributes, ref problem) : null;
        var text = TextOf(record.Body, ref problem);
        if (UnixTime.ToUtc(record.Time) is not { } time)
        {
            problem ??= "log_record.time_unix_nano: missing, and observed_time_unix_nano too";
            time = default;
        }

        if (problem is not null)
        {
            into.Reject(problem);
            return;
        }

        var e = type switch
        {
            EventType.RunnerStart => SessionEvents.RunnerStart(origin, time, said, free),
            EventType.RunnerEnd => SessionEvents.RunnerEnd(
                origin,
                time,
                said,
                said.SessionStatus ?? EventStatus.Success,
                free
            ),
            EventType.PhaseStart => SessionEvents.PhaseStart(
                origin,
                time,
                said,
                said.PhaseName,
                free
            ),
            EventType.PhaseEnd => SessionEvents.PhaseEnd(
                origin,
                time,
                said,
                said.PhaseName,
                said.PhaseStatus ?? EventStatus.Success,
                free
            ),
            EventType.Checkpoint => SessionEvents.Checkpoint(origin, time, said, text, free),
            EventType.SummaryUpdated => SessionEvents.Summary(origin, time, said, free),
            EventType.Error => SessionEvents.Error(origin, time, said, free),
            _ => SessionEvents.Autocorrect(origin, time, said, free),
        };
        var level = Loudness.OfSeverity(record.Severity) is { } severity
            ? Loudness.Max(severity, e.Level)
            : e.Level;
        // Mostly there is nothing to add, and a copy of every event would be made for nothing.
        into.Events.Add(
            level == e.Level && (e.Message is not null || text is null)
                ? e
                : e with
                {
                    Message = e.Message ?? text,
                    Level = level,
                }
        );
    }

    private EventType? TypeOf(in LogRecordMessage record, in Facts said)
    {
        if (!record.EventName.IsEmpty && !record.EventName.StartsWith(Prefix))
        {
            return null;
        }

        var name = record.EventName.IsEmpty ? said.EventName : interner.Text(record.EventName);
        return name switch
        {
            EventNames.SessionStart => EventType.RunnerStart,
            EventNames.SessionEnd => EventType.RunnerEnd,
            EventNames.PhaseStart => EventType.PhaseStart,
            EventNames.PhaseEnd => EventType.PhaseEnd,
            EventNames.Checkpoint => EventType.Checkpoint,
            EventNames.Summary => EventType.SummaryUpdated,
            EventNames.Error => EventType.Error,
            EventNames.Autocorrect => EventType.AutocorrectAttempt,
            _ => null,
        };
    }

    private static string? TextOf(AnyValueMessage body, ref string? problem)
    {
        if (body.Kind != ValueKind.Text || body.Bytes.IsEmpty)
        {
            return null;
        }

        if (body.Bytes.Length <= FactReader.MaxMessageBytes)
        {
            return Interner.Once(body.Bytes);
        }

        problem ??= $"log_record.body: longer than {FactReader.MaxMessageBytes} bytes";
        return null;
    }
}
