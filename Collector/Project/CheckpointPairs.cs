using Sessions;

namespace Collector.Project;

/// <summary>
/// A checkpoint told twice, by a log record and by a span event, is one, also where the SDK took the time twice or the
/// span is another: the second telling gets the identity of the first. Remembers the newest tellings of the newest
/// sessions, so a span that comes after very many other checkpoints, or after a restart of the collector, makes a second
/// checkpoint. Thread-safe.
/// </summary>
internal sealed class CheckpointPairs
{
    /// <summary>How far apart the two may be.</summary>
    public static readonly TimeSpan Reach = TimeSpan.FromSeconds(1);

    private const int MaxSessions = 512;
    private const int MaxTraces = 4096;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, LinkedListNode<RecentCheckpoints>> _sessions = new(
        StringComparer.Ordinal
    );
    private readonly LinkedList<RecentCheckpoints> _byUse = [];
    private readonly Dictionary<string, string> _traces = new(StringComparer.Ordinal);

    /// <summary>Gives the checkpoints of a request the identity of what was told of them before.</summary>
    public void Resolve(Projection projection)
    {
        if (projection.Signal == Signal.Metrics)
        {
            return;
        }

        lock (_gate)
        {
            var events = projection.Events;
            for (var i = 0; i < events.Count; i++)
            {
                var e = events[i];
                if (e is { SessionId.Length: > 0, TraceId: { } trace } && _traces.Count < MaxTraces)
                {
                    _traces.TryAdd(trace, e.SessionId);
                }

                if (e.Type == EventType.Checkpoint && SessionOf(e) is { } session)
                {
                    events[i] = RecentOf(session).Resolve(e, projection.Signal);
                }
            }

            if (_traces.Count >= MaxTraces)
            {
                _traces.Clear();
            }
        }
    }

    private string? SessionOf(SessionEvent e) =>
        e.SessionId.Length > 0 ? e.SessionId
        : e.TraceId is { } trace ? _traces.GetValueOrDefault(trace)
        : null;

    private RecentCheckpoints RecentOf(string session)
    {
        if (_sessions.TryGetValue(session, out var node))
        {
            _byUse.Remove(node);
        }
        else
        {
            if (_sessions.Count >= MaxSessions)
            {
                _sessions.Remove(_byUse.Last!.Value.SessionId);
                _byUse.RemoveLast();
            }

            node = new LinkedListNode<RecentCheckpoints>(new RecentCheckpoints(session));
            _sessions.Add(session, node);
        }

        _byUse.AddFirst(node);
        return node.Value;
    }
}
