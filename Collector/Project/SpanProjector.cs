using System.Text;
using Collector.Decode;
using Runner.Conventions;
using Sessions;

namespace Collector.Project;

/// <summary>
/// A session's root span is its start and its end, a phase span the phase's, and a checkpoint on any of its spans is a
/// checkpoint. A span that names no session may still belong to one by its trace.
/// </summary>
internal sealed class SpanProjector(
    Interner interner,
    AttributeReader attributeReader,
    DetailsJson details
)
{
    private static readonly byte[] SessionSpan = Encoding.UTF8.GetBytes(SpanNames.Session);
    private static readonly byte[] Exception = Encoding.UTF8.GetBytes(SpanNames.Exception);
    private static readonly byte[] Checkpoint = Encoding.UTF8.GetBytes(SpanNames.Checkpoint);

    public void Project(
        in SpanMessage span,
        in DecodedAttributes inherited,
        AttributeList resource,
        Projection into
    )
    {
        into.Items++;
        var decoded = inherited;
        attributeReader.Read(span.Attributes, ref decoded);
        var isSession = span.Name.SequenceEqual(SessionSpan);
        var isPhase = !isSession && IsPhase(span, decoded);
        // Only a root span without any session is of no use: nothing could ever tell which session its trace is.
        if ((isSession && decoded.SessionId is null) || !(isSession || isPhase || span.HasEvents))
        {
            IgnoreUnused(span, decoded, into);
            return;
        }

        var known = into.Events.Count;
        var problem = TryProject(span, ref decoded, resource, isSession, isPhase, into);
        if (problem is not null)
        {
            // A span is taken whole or not at all.
            into.Events.RemoveRange(known, into.Events.Count - known);
            into.Reject(problem);
        }
        else if (into.Events.Count == known)
        {
            IgnoreUnused(span, decoded, into);
        }
        else
        {
            into.NoteValues(decoded, span.Start, span.End);
        }
    }

    private void IgnoreUnused(in SpanMessage span, in DecodedAttributes decoded, Projection into)
    {
        if (decoded.SessionId is not { } session)
        {
            into.Unmatched++;
        }
        else
        {
            into.Ignored.Add(
                IgnoredReason.UnusedSpan,
                session,
                $"span {interner.Text(span.Name)}: is neither {SpanNames.Session} nor a phase"
            );
        }
    }

    private bool IsPhase(in SpanMessage span, in DecodedAttributes decoded) =>
        // A span within a phase may carry the phase's attributes, copied there by a processor.
        decoded.PhaseName
            is { } phase
            ? phase == interner.Text(span.Name)
            : decoded.PhaseIndex is not null;

    private string? TryProject(
        in SpanMessage span,
        ref DecodedAttributes decoded,
        AttributeList resource,
        bool isSession,
        bool isPhase,
        Projection into
    )
    {
        var problem = decoded.Problem;
        var origin = new EventOrigin(
            decoded.SessionId ?? "",
            interner.Id(span.TraceId, 16),
            interner.Id(span.SpanId, 8)
        );
        var phase = isPhase ? decoded.PhaseName ?? interner.Text(span.Name) : decoded.PhaseName;
        var matters = isSession || isPhase;
        if (matters)
        {
            var free = decoded.HasFree
                ? details.Write(span.Attributes, isSession, ref decoded.Ignored)
                : null;
            if (isSession)
            {
                var run = details.WriteRun(span.Attributes, resource, into, decoded.SessionId);
                AddSession(origin, span, decoded, run, free, into, ref problem);
            }
            else
            {
                AddPhase(origin, span, decoded, phase, free, into, ref problem);
            }
        }

        if (span.HasEvents)
        {
            // A span's figures are those of its end; what happened within it did not state them.
            var context = new DecodedAttributes
            {
                SessionId = decoded.SessionId,
                PhaseName = phase,
                PhaseRun = decoded.PhaseRun,
            };
            matters |= AddCheckpoints(origin, span, context, into, ref problem);
        }

        if (!matters)
        {
            return null;
        }

        return origin is { TraceId: not null, SpanId: not null }
            ? problem
            : problem ?? "span: trace_id must have 16 bytes and span_id 8, not all zero";
    }

    private void AddSession(
        EventOrigin origin,
        in SpanMessage span,
        in DecodedAttributes decoded,
        RunFacts? run,
        string? free,
        Projection into,
        ref string? problem
    )
    {
        if (UnixTime.ToUtc(span.Start) is not { } start)
        {
            problem ??= "span.start_time_unix_nano: missing or no time";
            return;
        }

        into.Events.Add(SessionEvents.RunnerStart(origin, start, decoded, run, free));
        if (UnixTime.ToUtc(span.End) is { } end)
        {
            var status = decoded.SessionStatus ?? StatusOf(span);
            into.Events.Add(
                WithReason(SessionEvents.RunnerEnd(origin, end, decoded, status, free), span)
            );
        }
    }

    private void AddPhase(
        EventOrigin origin,
        in SpanMessage span,
        in DecodedAttributes decoded,
        string? phase,
        string? free,
        Projection into,
        ref string? problem
    )
    {
        if (UnixTime.ToUtc(span.Start) is not { } start)
        {
            problem ??= "span.start_time_unix_nano: missing or no time";
            return;
        }

        var parent =
            decoded.ExportTold is null ? interner.Id(span.ParentSpanId, 8)
            : decoded.ExportTold == ExportNames.NotTold ? null
            : decoded.ExportTold;
        into.Events.Add(
            SessionEvents.PhaseStart(origin, start, decoded, phase, free) with
            {
                ParentSpanId = parent,
            }
        );
        if (UnixTime.ToUtc(span.End) is { } end)
        {
            var status = decoded.PhaseStatus ?? StatusOf(span);
            into.Events.Add(
                WithReason(
                    SessionEvents.PhaseEnd(origin, end, decoded, phase, status, free),
                    span
                ) with
                {
                    ParentSpanId = parent,
                }
            );
        }
    }

    /// <returns>Whether there is any.</returns>
    private bool AddCheckpoints(
        EventOrigin origin,
        in SpanMessage span,
        in DecodedAttributes context,
        Projection into,
        ref string? problem
    )
    {
        var found = false;
        foreach (var spanEvent in span.Events)
        {
            if (!spanEvent.Name.SequenceEqual(Checkpoint))
            {
                continue;
            }

            found = true;
            var decoded = context;
            attributeReader.Read(spanEvent.Attributes, ref decoded);
            problem ??= decoded.Problem ?? SessionEvents.CheckpointProblem(decoded);
            var free = decoded.HasFree
                ? details.Write(spanEvent.Attributes, false, ref decoded.Ignored)
                : null;
            into.NoteValues(decoded, spanEvent.Time);
            if (UnixTime.ToUtc(spanEvent.Time) is { } time)
            {
                into.Events.Add(
                    SessionEvents.Checkpoint(origin, time, decoded, null, free) with
                    {
                        ToldBy = CheckpointTeller.Span,
                    }
                );
            }
            else
            {
                problem ??= "span.event.time_unix_nano: missing or no time";
            }
        }

        return found;
    }

    /// <summary>Of a bad end: the exception that the span recorded last, otherwise the description of its status.</summary>
    private SessionEvent WithReason(SessionEvent end, in SpanMessage span)
    {
        if (end.Level < EventLevel.Error)
        {
            return end;
        }

        var decoded = new DecodedAttributes();
        foreach (var spanEvent in span.Events)
        {
            if (spanEvent.Name.SequenceEqual(Exception))
            {
                attributeReader.Read(spanEvent.Attributes, ref decoded);
            }
        }

        var description = span.StatusDescription.IsEmpty
            ? null
            : CutText.Of(span.StatusDescription, AttributeReader.MaxMessageBytes);
        return end with
        {
            Message = decoded.ExceptionMessage ?? description,
            ErrorType = end.ErrorType ?? decoded.ExceptionType,
        };
    }

    private static EventStatus StatusOf(in SpanMessage span) =>
        span.HasErrorStatus ? EventStatus.Error : EventStatus.Success;
}
