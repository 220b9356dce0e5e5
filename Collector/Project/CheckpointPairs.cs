using Sessions;

namespace Collector.Project;

/// <summary>
/// A checkpoint told twice, by a log record and by a span event, is one, also where the SDK took the time twice or the
/// span is another: the second telling gets the identity of the first. Remembers the newest tellings of the newest
/// sessions; what was told before this process started it reads from the store once. A span that comes after very many
/// other checkpoints makes a second checkpoint. Thread-safe.
/// </summary>
internal sealed class CheckpointPairs(ISessionReader? store = null)
{
    /// <summary>How far apart the two may be.</summary>
    public static readonly TimeSpan Reach = TimeSpan.FromSeconds(1);

    private const int MaxSessions = 512;
    private const int MaxTraces = 4096;

    // Ids are the sender's; beyond this many all are forgotten, and a session may be read again.
    private const int MaxRead = 20_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, LinkedListNode<RecentCheckpoints>> _sessions = new(
        StringComparer.Ordinal
    );
    private readonly LinkedList<RecentCheckpoints> _byUse = [];
    private readonly Dictionary<string, string> _traces = new(StringComparer.Ordinal);
    private readonly HashSet<string> _read = new(StringComparer.Ordinal);

    /// <summary>Gives the checkpoints of a request the identity of what was told of them before.</summary>
    /// <exception cref="StoreUnavailableException">What was told before cannot be read now.</exception>
    public async ValueTask ResolveAsync(Projection projection, CancellationToken cancellationToken)
    {
        if (
            projection.Signal == Signal.Metrics
            || !projection.Events.Exists(e => e.Type == EventType.Checkpoint)
        )
        {
            NoteTraces(projection);
            return;
        }

        NoteTraces(projection);
        foreach (var session in Unread(projection))
        {
            var told = await store!.EventsAsync(
                new EventQuery
                {
                    SessionId = session,
                    Types = [EventType.Checkpoint],
                    Limit = RecentCheckpoints.MaxTellings,
                },
                cancellationToken
            );
            Remember(session, told.Items);
        }

        Resolve(projection);
    }

    private void NoteTraces(Projection projection)
    {
        if (projection.Signal == Signal.Metrics)
        {
            return;
        }

        lock (_gate)
        {
            foreach (var e in projection.Events)
            {
                if (e is { SessionId.Length: > 0, TraceId: { } trace })
                {
                    if (_traces.Count >= MaxTraces)
                    {
                        _traces.Clear();
                    }

                    _traces.TryAdd(trace, e.SessionId);
                }
            }
        }
    }

    /// <summary>The sessions of which this process has not read yet what was told before it started.</summary>
    private List<string> Unread(Projection projection)
    {
        if (store is null)
        {
            return [];
        }

        lock (_gate)
        {
            return
            [
                .. projection
                    .Events.Where(e => e.Type == EventType.Checkpoint)
                    .Select(SessionOf)
                    .OfType<string>()
                    .Distinct()
                    .Where(session => !_read.Contains(session)),
            ];
        }
    }

    private void Remember(string session, IReadOnlyList<StoredEvent> told)
    {
        lock (_gate)
        {
            if (_read.Count >= MaxRead)
            {
                _read.Clear();
            }

            // Another request may have read them meanwhile.
            if (_read.Add(session) && told.Count > 0)
            {
                var recent = RecentOf(session);
                foreach (var stored in told.Reverse())
                {
                    recent.Remember(stored.Event);
                }
            }
        }
    }

    private void Resolve(Projection projection)
    {
        lock (_gate)
        {
            var events = projection.Events;
            for (var i = 0; i < events.Count; i++)
            {
                if (events[i].Type == EventType.Checkpoint && SessionOf(events[i]) is { } session)
                {
                    events[i] = RecentOf(session).Resolve(events[i]);
                }
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
