using System.Threading.Channels;
using Dashboard.Web.Api;
using Dashboard.Web.SessionPage;
using Sessions;

namespace Dashboard.Web.Live;

/// <summary>
/// One session that somebody looks at: takes its events, reads its state once per change, renders it once, and sends
/// it to all who look, as HTML for pages and as JSON for programs.
/// </summary>
internal sealed partial class LiveSession(
    string id,
    ISessionReader reader,
    SessionViews views,
    SessionFragments fragments,
    TimeProvider time,
    ILogger<LiveSession> logger
) : IAsyncDisposable
{
    /// <summary>How long a session is kept when nobody looks, so that a reload finds it warm.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>Changes within it are shown together; well below what an eye tells from "at once".</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private const int IncomingLimit = 20_000;

    private readonly Channel<StoredEvent?> _incoming = Channel.CreateBounded<StoredEvent?>(
        new BoundedChannelOptions(IncomingLimit) { SingleReader = true }
    );
    private readonly CancellationTokenSource _stop = new();
    private readonly List<StoredEvent> _pending = [];
    private SessionState? _state;
    private SessionView? _view;
    private Verdict? _verdict;
    private long _keepUntil;
    private volatile bool _asked;
    private Task _run = Task.CompletedTask;

    public string Id => id;

    public Audience Page { get; } = new();

    public Audience Json { get; } = new();

    public bool IsDeserted =>
        Page.Count == 0
        && Json.Count == 0
        && time.GetUtcNow().UtcTicks > Interlocked.Read(ref _keepUntil);

    public void KeepFor(TimeSpan patience) =>
        Interlocked.Exchange(ref _keepUntil, (time.GetUtcNow() + patience).UtcTicks);

    public void Start()
    {
        KeepFor(Patience);
        _incoming.Writer.TryWrite(null);
        _run = RunAsync(_stop.Token);
    }

    /// <summary>Adds a viewer to one of the audiences; see <see cref="Audience.Join"/>.</summary>
    public Seat Join(Audience audience, StorePosition after, StorePosition now)
    {
        var seat = audience.Join(after, now);
        if (seat.Standing is null)
        {
            _asked = true;
            _incoming.Writer.TryWrite(null);
        }

        return seat;
    }

    public void Post(StoredEvent stored)
    {
        if (!_incoming.Writer.TryWrite(stored))
        {
            // More than can be shown one by one; whoever looks loads the page anew and is up to date.
            Restart(stored.Position);
        }
    }

    public void Tick(bool keepAlive)
    {
        if (keepAlive)
        {
            Page.Send(Message.KeepAlive);
            Json.Send(Message.KeepAlive);
        }

        _incoming.Writer.TryWrite(null);
    }

    public void Restart(StorePosition position)
    {
        Page.Restart(position);
        Json.Restart(position);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _run.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        while (await _incoming.Reader.WaitToReadAsync(cancellationToken))
        {
            while (_incoming.Reader.TryRead(out var stored))
            {
                if (stored is not null)
                {
                    _pending.Add(stored);
                }
            }

            try
            {
                await ShowAsync(cancellationToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                // One event that cannot be shown must not silence the session for ever.
                LogUnshown(logger, id, _pending.Count, e);
                _pending.Clear();
            }

            await Task.Delay(Pause, time, cancellationToken);
        }
    }

    private async Task ShowAsync(CancellationToken cancellationToken)
    {
        try
        {
            await ShowNewestAsync(cancellationToken);
        }
        catch (StoreUnavailableException)
        {
            // What is pending stays pending; the next tick tries again.
            await ShowStandingAsync();
        }
    }

    /// <summary>What was shown last, with what can be said of it without the store: that nothing new arrives.</summary>
    private async Task ShowStandingAsync()
    {
        if (_view is null || views.Later(_view) is not { } view || view.Verdict == _verdict)
        {
            return;
        }

        if (Page.IsOpen && view.Beats is not null)
        {
            await ShowPanelsAsync(view);
        }

        if (Json.IsOpen)
        {
            ShowJson(view);
        }

        _verdict = view.Verdict;
    }

    private async Task ShowNewestAsync(CancellationToken cancellationToken)
    {
        if (_pending.Count > 0 || _state is null)
        {
            _state = await reader.FindAsync(id, cancellationToken);
        }

        if (_state is not { } state)
        {
            return;
        }

        var view = await views.OfAsync(state, cancellationToken);
        if (_pending.Count == 0 && view.Verdict == _verdict && !_asked)
        {
            return;
        }

        _asked = false;
        if (Page.IsOpen)
        {
            view = await views.ForPageAsync(view, cancellationToken);
            await ShowPageAsync(view, cancellationToken);
        }

        if (Json.IsOpen)
        {
            ShowEvents();
            ShowJson(view);
        }

        _view = view;
        _verdict = view.Verdict;
        _pending.Clear();
    }

    private async Task ShowPageAsync(SessionView view, CancellationToken cancellationToken)
    {
        await ShowPanelsAsync(view);
        foreach (var rows in _pending.Chunk(500))
        {
            Page.Send(
                Message.Of(
                    "rows",
                    await fragments.RowsAsync(view, rows, cancellationToken),
                    rows[^1].Position
                )
            );
        }

        if (_pending.Count == 0 && view.Beats!.IsSilent)
        {
            // Nothing came, and that is what the feed has to show.
            Page.Send(Message.Of("rows", await fragments.SilenceAsync(view, cancellationToken)));
        }
    }

    private async Task ShowPanelsAsync(SessionView view)
    {
        if (await fragments.ChangesAsync(view) is { } changes)
        {
            Page.Send(Message.Of(null, changes.Changed), Message.Of(null, changes.All));
        }
    }

    private void ShowEvents()
    {
        foreach (var stored in _pending)
        {
            Json.Send(Message.Of("event", JsonText.Of(stored.Event), stored.Position));
        }
    }

    private void ShowJson(SessionView view)
    {
        var session = Message.Of("session", JsonText.Of(view));
        Json.Send(session, session);
    }

    [LoggerMessage(
        LogLevel.Error,
        "Session {SessionId}: {Count} events could not be shown live; a reload shows them"
    )]
    private static partial void LogUnshown(
        ILogger logger,
        string sessionId,
        int count,
        Exception exception
    );
}
