using System.Diagnostics;
using System.Threading.Channels;
using Dashboard.Web.Views;
using Sessions;

namespace Dashboard.Web.Live;

/// <summary>
/// One session that somebody watches: takes its events, reads its state once per change, renders its panels once, and
/// publishes both to all subscribers.
/// </summary>
internal sealed partial class LiveSession(
    string id,
    ISessionReader reader,
    SessionViews views,
    SessionPanels panels,
    LiveMetrics metrics,
    TimeProvider time,
    ILogger<LiveSession> logger
) : IAsyncDisposable
{
    /// <summary>How long a session without subscribers is kept, so that a page that was just loaded can subscribe.</summary>
    private static readonly TimeSpan KeptFor = TimeSpan.FromSeconds(20);

    /// <summary>How long after its end a session's late spans are waited for.</summary>
    private static readonly TimeSpan TrailingTime = TimeSpan.FromSeconds(10);

    /// <summary>Changes within it are shown together.</summary>
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(50);

    private const int IncomingLimit = 20_000;

    /// <summary>Of messages and details together; more than this of what is waiting would not be kept anyway.</summary>
    private const long IncomingCharacters = 4 * RecentEvents.CharacterLimit;

    private readonly Channel<StoredEvent?> _incoming = Channel.CreateBounded<StoredEvent?>(
        new BoundedChannelOptions(IncomingLimit) { SingleReader = true }
    );
    private readonly Lock _gate = new();
    private readonly Broadcaster<SessionSnapshot> _snapshots = new();
    private readonly CancellationTokenSource _stop = new();
    private RecentEvents _events = new(StorePosition.Start, []);
    private SessionState? _state;
    private bool _isOutdated = true;
    private DateTimeOffset _changedAt;
    private StorePosition? _restartAt;
    private long _keepUntil;
    private long _incomingCharacters;
    private int _subscribers;
    private int _pages;
    private Task _run = Task.CompletedTask;

    public string Id => id;

    public int Subscribers => Volatile.Read(ref _subscribers);

    public bool IsAbandoned =>
        Subscribers == 0 && time.GetUtcNow().UtcTicks > Interlocked.Read(ref _keepUntil);

    public void Keep() =>
        Interlocked.Exchange(ref _keepUntil, (time.GetUtcNow() + KeptFor).UtcTicks);

    /// <param name="floor">Where its events begin; read after it takes events, so that none is missed.</param>
    public void Start(StorePosition floor)
    {
        Keep();
        _events = new RecentEvents(floor, []);
        _changedAt = time.GetUtcNow();
        _run = RunAsync(_stop.Token);
    }

    /// <summary>Counts a subscriber until the subscription is disposed.</summary>
    /// <param name="withPanels">Whether it shows the page, and not the events alone.</param>
    public Subscription Subscribe(bool withPanels)
    {
        Interlocked.Increment(ref _subscribers);
        Interlocked.Add(ref _pages, withPanels ? 1 : 0);
        Tick();
        return new Subscription(
            _snapshots,
            withPanels,
            _stop.Token,
            () =>
            {
                Keep();
                Interlocked.Add(ref _pages, withPanels ? -1 : 0);
                Interlocked.Decrement(ref _subscribers);
            }
        );
    }

    public void Post(StoredEvent stored)
    {
        var characters = EventText.LengthOf(stored.Event);
        var waiting = Interlocked.Add(ref _incomingCharacters, characters);
        // One large event alone is always taken.
        if (
            (waiting > IncomingCharacters && waiting > characters)
            || !_incoming.Writer.TryWrite(stored)
        )
        {
            Interlocked.Add(ref _incomingCharacters, -characters);
            // More than can be shown one by one: subscribers load what they show again.
            metrics.Dropped();
            Restart(stored.Position);
        }
    }

    /// <summary>Lets time pass: verdicts change by it alone.</summary>
    public void Tick() => _incoming.Writer.TryWrite(null);

    /// <summary>Forgets the events up to a position: subscribers that have not seen it load what they show again.</summary>
    public void Restart(StorePosition position)
    {
        lock (_gate)
        {
            _restartAt = position;
        }

        Tick();
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _run.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        var taken = new List<StoredEvent>();
        while (await _incoming.Reader.WaitToReadAsync(cancellationToken))
        {
            taken.Clear();
            while (_incoming.Reader.TryRead(out var stored))
            {
                if (stored is not null)
                {
                    Interlocked.Add(ref _incomingCharacters, -EventText.LengthOf(stored.Event));
                    taken.Add(stored);
                }
            }

            Take(taken);
            var began = Stopwatch.GetTimestamp();
            try
            {
                await UpdateAsync(cancellationToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                // One event that cannot be shown must not silence the session.
                LogNotShown(logger, id, e);
            }

            // A session that is costly to show is shown less often.
            var pause = 4 * Stopwatch.GetElapsedTime(began);
            await Task.Delay(
                pause > ShortestPause ? pause : ShortestPause,
                time,
                cancellationToken
            );
        }
    }

    private void Take(IReadOnlyCollection<StoredEvent> taken)
    {
        lock (_gate)
        {
            if (_restartAt is { } position)
            {
                _events = new RecentEvents(position, []);
                _restartAt = null;
                _isOutdated = true;
            }
        }

        if (taken.Count > 0)
        {
            _events = _events.With(taken);
            _isOutdated = true;
            _changedAt = time.GetUtcNow();
        }
    }

    private async Task UpdateAsync(CancellationToken cancellationToken)
    {
        if (Subscribers == 0)
        {
            return;
        }

        try
        {
            await ShowNewestAsync(cancellationToken);
        }
        catch (StoreUnavailableException)
        {
            // The next tick tries again. Until then all that can be said is that nothing new arrives.
            if (_snapshots.Current is { } shown)
            {
                await ShowAsync(views.Later(shown.View), isDue: false);
            }
        }
    }

    private async Task ShowNewestAsync(CancellationToken cancellationToken)
    {
        var isDue = _isOutdated;
        if (isDue || _state is null or { HasEnded: false })
        {
            // Figures are no events: that some came is known by the state alone.
            var known = _state?.LastChangeAt;
            _state = await reader.FindAsync(id, cancellationToken);
            isDue |= _state?.LastChangeAt != known;
        }

        if (_state is not { } state)
        {
            return;
        }

        var view = await views.LiveAsync(state, cancellationToken);
        if (Volatile.Read(ref _pages) > 0)
        {
            view = await views.ForPageAsync(view, cancellationToken);
        }

        await ShowAsync(view, isDue);
        _isOutdated = false;
    }

    private async Task ShowAsync(SessionView view, bool isDue)
    {
        var last = _snapshots.Current;
        var isOver = view.State.HasEnded && time.GetUtcNow() - _changedAt > TrailingTime;
        var needsPanels = Volatile.Read(ref _pages) > 0 && view.Beats is not null;
        if (
            !isDue
            && last is not null
            && view.Verdict == last.View.Verdict
            && isOver == last.IsOver
            && (!needsPanels || (last.Panels.Count > 0 && !view.Beats!.IsSilent))
        )
        {
            return;
        }

        _snapshots.Publish(
            new SessionSnapshot(
                view,
                needsPanels ? await panels.RenderAsync(view) : [],
                _events,
                isOver
            )
        );
    }

    [LoggerMessage(
        LogLevel.Error,
        "Session {SessionId}: a change could not be shown live; a reload shows it"
    )]
    private static partial void LogNotShown(ILogger logger, string sessionId, Exception exception);
}
