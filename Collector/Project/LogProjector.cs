using Collector.Decode;
using Runner.Conventions;
using Sessions;

namespace Collector.Project;

/// <summary>A life-cycle log event becomes the event that it names; every other log record of a session is a log line.</summary>
internal sealed class LogProjector(
    Interner interner,
    AttributeReader attributeReader,
    DetailsJson details
)
{
    private const string Prefix = "runner.";

    private readonly TradeProjector _trades = new(interner);

    public void Project(
        in LogRecordMessage record,
        in DecodedAttributes inherited,
        AttributeList resource,
        Projection into
    )
    {
        into.Items++;
        var decoded = inherited;
        attributeReader.Read(record.Attributes, ref decoded);
        var origin = new EventOrigin(
            decoded.SessionId ?? "",
            interner.Id(record.TraceId, 16),
            interner.Id(record.SpanId, 8)
        );
        var name = NameOf(record, decoded);
        var type = TypeOf(name);
        if (decoded.SessionId is null && (type == EventType.Log || origin.TraceId is null))
        {
            into.Unmatched++;
            if (origin.TraceId is null)
            {
                return;
            }
        }

        var problem = decoded.Problem;
        if (type == EventType.Checkpoint)
        {
            problem ??= SessionEvents.CheckpointProblem(decoded);
        }

        var isStart = type == EventType.RunnerStart;
        var lineName = type == EventType.Log ? name : null;
        var isStructured = record.Body.Kind is ValueKind.Map or ValueKind.Array;
        var free =
            decoded.HasFree || isStructured || lineName is not null
                ? details.Write(
                    record.Attributes,
                    isStart,
                    ref decoded.Ignored,
                    record.Body,
                    lineName
                )
                : null;
        if (UnixTime.ToUtc(record.Time) is not { } time)
        {
            problem ??=
                "log_record.time_unix_nano: missing or no time, and observed_time_unix_nano too";
            time = default;
        }

        if (problem is not null)
        {
            if (decoded.SessionId is not null || type != EventType.Log)
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
                decoded,
                details.WriteRun(record.Attributes, resource, into, decoded.SessionId),
                free
            ),
            EventType.RunnerEnd => SessionEvents.RunnerEnd(
                origin,
                time,
                decoded,
                decoded.SessionStatus ?? EventStatus.Success,
                free
            ),
            EventType.PhaseStart => SessionEvents.PhaseStart(
                origin,
                time,
                decoded,
                decoded.PhaseName,
                free
            ),
            EventType.PhaseEnd => SessionEvents.PhaseEnd(
                origin,
                time,
                decoded,
                decoded.PhaseName,
                decoded.PhaseStatus ?? EventStatus.Success,
                free
            ),
            EventType.Checkpoint => SessionEvents.Checkpoint(origin, time, decoded, text, free),
            EventType.SummaryUpdated => SessionEvents.Summary(origin, time, decoded, free),
            EventType.Error => SessionEvents.Error(origin, time, decoded, free),
            EventType.AutocorrectAttempt => SessionEvents.Autocorrect(origin, time, decoded, free),
            EventType.Trade => SessionEvents.Trade(
                origin,
                time,
                decoded,
                _trades.Read(record.Attributes, ref decoded),
                free
            ),
            _ => SessionEvents.Log(origin, time, decoded, free),
        };
        if (
            type is EventType.Checkpoint or EventType.PhaseStart or EventType.PhaseEnd
            && decoded.ExportTold is not null
        )
        {
            e = ExportNames.WithTold(e, decoded.ExportTold);
        }

        Note(name, type, record, decoded, into);
        var level = LevelOf(record, e);
        var message = type == EventType.Error ? text ?? e.Message : e.Message ?? text;
        if (type == EventType.Log)
        {
            message ??= decoded.ExceptionMessage ?? name;
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
        EventSeverity.OfNumber(record.Severity) is not { } severity ? e.Level
        : e.Type == EventType.Log ? severity
        : EventSeverity.Max(severity, e.Level);

    private static void Note(
        string? name,
        EventType type,
        in LogRecordMessage record,
        in DecodedAttributes decoded,
        Projection into
    )
    {
        if (decoded.SessionId is not { } session)
        {
            return;
        }

        into.NoteValues(decoded, record.Time);
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
    private string? NameOf(in LogRecordMessage record, in DecodedAttributes decoded)
    {
        if (record.EventName.IsEmpty || record.EventName.Length > AttributeReader.MaxNameBytes)
        {
            return decoded.EventName;
        }

        var own = interner.Text(record.EventName);
        return
            decoded.EventName is { } other
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
