using Runner.Conventions;

namespace Sessions;

/// <summary>
/// Finds the spans in a session's events: from its start to its end, and each phase's. Only what has ended is one, and
/// only where the ids of its trace and span are known.
/// </summary>
internal sealed class OtlpSpans
{
    /// <summary>As many events as SDKs keep on a span; the log records have them all.</summary>
    private const int MaxCheckpoints = 128;

    private readonly Dictionary<string, SessionEvent> _open = [];
    private readonly Dictionary<string, List<SessionEvent>> _checkpoints = [];
    private readonly List<OtlpSpan> _ended = [];
    private string? _root;

    public IEnumerable<OtlpSpan> Ended =>
        _ended.Select(span =>
            span with
            {
                ParentSpanId = span.IsSession ? null : span.StatedParent ?? _root,
            }
        );

    public void Take(SessionEvent e)
    {
        if (!OtlpIds.Has(e))
        {
            return;
        }

        switch (e.Type)
        {
            case EventType.RunnerStart:
                _root = e.SpanId;
                _open[e.SpanId!] = e;
                break;
            case EventType.PhaseStart:
                _open[e.SpanId!] = e;
                break;
            case EventType.Checkpoint when e.ToldBy != CheckpointTeller.Log:
                Keep(e);
                break;
            case EventType.RunnerEnd or EventType.PhaseEnd:
                End(e);
                break;
        }
    }

    private void Keep(SessionEvent checkpoint)
    {
        if (!_checkpoints.TryGetValue(checkpoint.SpanId!, out var kept))
        {
            _checkpoints[checkpoint.SpanId!] = kept = [];
        }

        if (kept.Count < MaxCheckpoints && checkpoint.Checkpoint is not null)
        {
            kept.Add(checkpoint);
        }
    }

    private void End(SessionEvent end)
    {
        if (!_open.Remove(end.SpanId!, out var start) || !AreOne(start, end))
        {
            return;
        }

        _checkpoints.Remove(end.SpanId!, out var checkpoints);
        _ended.Add(
            new OtlpSpan(
                start,
                end,
                checkpoints?.FindAll(c => c.Phase == start.Phase && c.TraceId == start.TraceId)
                    ?? [],
                null
            )
        );
    }

    private static bool AreOne(SessionEvent start, SessionEvent end) =>
        start.TraceId == end.TraceId
        && start.Phase == end.Phase
        && (start.Type, end.Type) switch
        {
            (EventType.RunnerStart, EventType.RunnerEnd) => true,
            // A phase must not be taken for the session by its name.
            (EventType.PhaseStart, EventType.PhaseEnd) => start.Phase
                is not (null or SpanNames.Session),
            _ => false,
        };
}
