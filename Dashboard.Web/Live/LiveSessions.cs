using System.Collections.Concurrent;
using Dashboard.Web.Views;
using Sessions;

namespace Dashboard.Web.Live;

/// <summary>The sessions that are watched now. Each is read and rendered once per change, however many subscribe.</summary>
internal sealed class LiveSessions(
    ISessionReader reader,
    SessionViews views,
    IReadOnlyList<LivePanel> panels,
    IServiceScopeFactory scopes,
    ILoggerFactory loggers,
    LiveMetrics metrics,
    TimeProvider time
) : IAsyncDisposable
{
    /// <summary>How many different sessions can be watched at once.</summary>
    public const int Limit = 500;

    private static readonly TimeSpan ReadyWithin = TimeSpan.FromSeconds(3);

    private readonly ConcurrentDictionary<string, LiveSession> _sessions = new();
    private readonly Lock _gate = new();
    private readonly TaskCompletionSource _ready = new(
        TaskCreationOptions.RunContinuationsAsynchronously
    );
    private long _position;

    /// <summary>Everything up to here has been dispatched or is being dispatched.</summary>
    public StorePosition Position => new(Interlocked.Read(ref _position));

    /// <summary>Watched now, with subscribers or without.</summary>
    public int Count => _sessions.Count;

    /// <summary>Waits, not for long, until the store has been read once.</summary>
    /// <returns>False when it cannot be read.</returns>
    public async Task<bool> ReadyAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _ready.Task.WaitAsync(ReadyWithin, cancellationToken);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    /// <summary>
    /// Keeps a session's events from now on for a short while, for a page that is about to be sent and subscribes when
    /// it has been loaded.
    /// </summary>
    public void Expect(SessionState session)
    {
        if (!session.HasEnded)
        {
            lock (_gate)
            {
                Find(session.Id)?.Keep();
            }
        }
    }

    /// <summary>Subscribes to a session that exists; null when too many others are watched.</summary>
    public Subscription? Subscribe(string sessionId, bool withPanels)
    {
        lock (_gate)
        {
            if (Find(sessionId) is { } session)
            {
                return session.Subscribe(withPanels);
            }
        }

        metrics.Refused();
        return null;
    }

    public void Dispatch(IReadOnlyList<StoredEvent> batch, StorePosition position)
    {
        // First: a session that is watched from now on begins with this position, and drops what it is handed up to it.
        Interlocked.Exchange(ref _position, position.Value);
        if (_sessions.IsEmpty)
        {
            return;
        }

        foreach (var stored in batch)
        {
            if (_sessions.TryGetValue(stored.Event.SessionId, out var session))
            {
                session.Post(stored);
            }
        }
    }

    /// <summary>Lets time pass: verdicts change by it alone, and abandoned sessions are dropped.</summary>
    public void Tick()
    {
        foreach (var session in _sessions.Values)
        {
            lock (_gate)
            {
                if (session.IsAbandoned)
                {
                    Drop(session);
                    continue;
                }
            }

            session.Tick();
        }
    }

    /// <summary>The store's positions start over, or are known for the first time.</summary>
    public void Restart(StorePosition position)
    {
        Interlocked.Exchange(ref _position, position.Value);
        foreach (var session in _sessions.Values)
        {
            session.Restart(position);
        }

        _ready.TrySetResult();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var session in _sessions.Values)
        {
            await session.DisposeAsync();
        }
    }

    private LiveSession? Find(string id)
    {
        if (_sessions.TryGetValue(id, out var known))
        {
            return known;
        }

        if (_sessions.Count >= Limit)
        {
            // Pages that were loaded and never subscribed must not keep out those that do.
            if (_sessions.Values.FirstOrDefault(s => s.Subscribers == 0) is not { } unused)
            {
                return null;
            }

            Drop(unused);
        }

        var session = new LiveSession(
            id,
            reader,
            views,
            new SessionPanels(panels, scopes, loggers),
            metrics,
            time,
            loggers.CreateLogger<LiveSession>()
        );
        _sessions[id] = session;
        session.Start(Position);
        return session;
    }

    private void Drop(LiveSession session)
    {
        _sessions.TryRemove(session.Id, out _);
        _ = session.DisposeAsync();
    }
}
