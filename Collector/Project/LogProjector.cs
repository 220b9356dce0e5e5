using Collector.Decode;
using Runner.Conventions;
using Sessions;

namespace Collector.Project;

/// <summary>A life-cycle log event becomes the event that it names; every other log record of a session is a log line.</summary>
internal sealed class LogProjector(Interner interner, FactReader facts, DetailsJson details)
{
    private const string Prefix = "runner.";

    private readonly TradeProjector trades = new(interner);

    public void Project(
        in LogRecordMessage record,
        in Facts inherited,
        AttributeList resource,
        Projection into
    )
    {
        into.Items++;
        var said = inherited;
        facts.Read(record.Attributes, ref said);
        var origin = new EventOrigin(
            said.SessionId ?? "",
            interner.Id(record.TraceId, 16),
            interner.Id(record.SpanId, 8)
        );
        var name = NameOf(record, said);
        var type = TypeOf(name);
        if (said.SessionId is null && (type == EventType.Log || origin.TraceId is null))
        {
            into.Unmatched++;
            if (origin.TraceId is null)
            {
                return;
            }
        }

        var problem = said.Problem;
        if (type == EventType.Checkpoint)
        {
            problem ??= SessionEvents.CheckpointProblem(said);
        }

        var isStart = type == EventType.RunnerStart;
        var lineName = type == EventType.Log ? name : null;
        var isStructured = record.Body.Kind is ValueKind.Map or ValueKind.Array;
        var free =
            said.HasFree || isStructured || lineName is not null
                ? details.Write(record.Attributes, isStart, ref problem, record.Body, lineName)
                : null;
        if (UnixTime.ToUtc(record.Time) is not { } time)
        {
            problem ??=
                "log_record.time_unix_nano: missing or no time, and observed_time_unix_nano too";
            time = default;
        }

        if (problem is not null)
        {
            if (said.SessionId is not null || type != EventType.Log)
            {
                into.Reject(problem);
            }

            return;
        }

        var text = LogBody.ToText(record.Body, free);
        if (type != EventType.Log && text == name)
        {
            // Many SDKs repeat the event's name as its body: that is no message, and no reason for a failure.
            text = null;
        }

        var e = type switch
        {
            EventType.RunnerStart => SessionEvents.RunnerStart(
                origin,
                time,
                said,
                details.WriteRun(record.Attributes, resource, into, said.SessionId),
                free
            ),
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
            EventType.AutocorrectAttempt => SessionEvents.Autocorrect(origin, time, said, free),
            EventType.Trade => SessionEvents.Trade(
                origin,
                time,
                said,
                trades.Read(record.Attributes, ref said),
                free
            ),
            _ => SessionEvents.Log(origin, time, said, free),
        };
        Note(name, type, record, said, into);
        var level = LevelOf(record, e);
        var message = type == EventType.Error ? text ?? e.Message : e.Message ?? text;
        if (type == EventType.Log)
        {
            message ??= said.ExceptionMessage ?? name;
        }

        // Mostly there is nothing to add, and a copy of every event would be made for nothing.
        e =
            level == e.Level && message == e.Message
                ? e
                : e with
                {
                    Message = message,
                    Level = level,
                };
        (origin.SessionId.Length == 0 && type == EventType.Log ? into.TraceLogs : into.Events).Add(
            e
        );
    }

    private static EventLevel LevelOf(in LogRecordMessage record, SessionEvent e) =>
        Loudness.OfSeverity(record.Severity) is not { } severity ? e.Level
        : e.Type == EventType.Log ? severity
        : Loudness.Max(severity, e.Level);

    private static void Note(
        string? name,
        EventType type,
        in LogRecordMessage record,
        in Facts said,
        Projection into
    )
    {
        if (said.SessionId is not { } session)
        {
            return;
        }

        into.NoteValues(said, record.Time);
        if (type == EventType.Log && name?.StartsWith(Prefix, StringComparison.Ordinal) == true)
        {
            into.Ignored.Add(
                IgnoredReason.UnknownEvent,
                session,
                $"event {name}: is no event of the conventions, kept as a log line"
            );
        }
    }

    /// <summary>The record's own name; where that is not of the conventions, the attribute may still be.</summary>
    private string? NameOf(in LogRecordMessage record, in Facts said)
    {
        if (record.EventName.IsEmpty || record.EventName.Length > FactReader.MaxNameBytes)
        {
            return said.EventName;
        }

        var own = interner.Text(record.EventName);
        return
            said.EventName is { } other
            && other.StartsWith(Prefix, StringComparison.Ordinal)
            && !own.StartsWith(Prefix, StringComparison.Ordinal)
            ? other
            : own;
    }

    private static EventType TypeOf(string? name) =>
        name switch
        {
            EventNames.SessionStart => EventType.RunnerStart,
            EventNames.SessionEnd => EventType.RunnerEnd,
            EventNames.PhaseStart => EventType.PhaseStart,
            EventNames.PhaseEnd => EventType.PhaseEnd,
            EventNames.Checkpoint => EventType.Checkpoint,
            EventNames.Summary => EventType.SummaryUpdated,
            EventNames.Error => EventType.Error,
            EventNames.Autocorrect => EventType.AutocorrectAttempt,
            EventNames.Trade => EventType.Trade,
            _ => EventType.Log,
        };
}
