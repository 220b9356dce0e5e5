using System.Collections.Concurrent;
using Sessions;

namespace Dashboard.Web.Live;

/// <summary>The sessions that somebody looks at now. Each is read and rendered once per change, however many look.</summary>
internal sealed class LiveSessions(LiveSessionFactory factory) : IAsyncDisposable
{
    /// <summary>How many different sessions can be looked at live at once.</summary>
    public const int Limit = 500;

    private static readonly TimeSpan ReadyWithin = TimeSpan.FromSeconds(3);

    private readonly ConcurrentDictionary<string, LiveSession> _sessions = new();
    private readonly Lock _gate = new();
    private readonly TaskCompletionSource _ready = new(
        TaskCreationOptions.RunContinuationsAsynchronously
    );
    private long _position;

    /// <summary>Where the follower stands: everything up to here has been or is being dispatched.</summary>
    public StorePosition Position => new(Interlocked.Read(ref _position));

    /// <summary>How many streams are open.</summary>
    public int Viewers => _sessions.Values.Sum(s => s.Page.Count + s.Json.Count);

    /// <summary>Waits, not for long, until the store has been looked at once.</summary>
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

    /// <summary>The session, watched from now on; null when too many others are.</summary>
    public LiveSession? Watch(string sessionId)
    {
        lock (_gate)
        {
            if (_sessions.TryGetValue(sessionId, out var known))
            {
                known.KeepFor(LiveSession.Patience);
                return known;
            }

            if (_sessions.Count >= Limit)
            {
                return null;
            }

            var session = factory.Create(sessionId);
            _sessions[sessionId] = session;
            session.Start();
            return session;
        }
    }

    public void Dispatch(IReadOnlyList<StoredEvent> batch, StorePosition position)
    {
        // Before the events are handed out: a session that is watched from between the two then asks the store for
        // what it may have missed, and drops what it is handed as well.
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

    /// <summary>Lets time pass: verdicts change by it alone, and sessions that nobody looks at any more are let go.</summary>
    public void Tick(bool keepAlive)
    {
        foreach (var session in _sessions.Values)
        {
            lock (_gate)
            {
                if (session.IsDeserted)
                {
                    _sessions.TryRemove(session.Id, out _);
                    _ = session.DisposeAsync();
                    continue;
                }
            }

            session.Tick(keepAlive);
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
}
