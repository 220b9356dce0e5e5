using System.Collections.Concurrent;
using System.Threading.Channels;
using Dashboard.Web.SessionList;
using Dashboard.Web.SessionPage;
using Sessions;

namespace Dashboard.Web.Live;

/// <summary>
/// The rows of the session list, live: what changed is read and rendered once and sent to all who look at the list.
/// </summary>
internal sealed partial class LiveList(
    ISessionReader reader,
    Verdicts verdicts,
    IServiceScopeFactory scopes,
    ILoggerFactory loggers,
    TimeProvider time,
    ILogger<LiveList> logger
) : BackgroundService
{
    /// <summary>How many changed sessions are read in one go; the others follow in the next.</summary>
    private const int AtOnce = 100;

    /// <summary>Rows that a viewer is given on joining: those that may have changed since its page was read.</summary>
    private const int RecentRows = 100;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    private readonly Audience _audience = new();
    private readonly ConcurrentDictionary<string, byte> _changed = new();
    private readonly Dictionary<string, ListRow> _running = [];
    private readonly Lock _recentGate = new();
    private readonly Queue<Message> _recent = new();
    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite }
    );

    /// <summary>Adds a viewer; it is given the newest rows first.</summary>
    public Viewer Join()
    {
        var viewer = _audience.Join(StorePosition.Start, StorePosition.Start).Viewer;
        lock (_recentGate)
        {
            foreach (var message in _recent)
            {
                viewer.Offer(message);
            }
        }

        return viewer;
    }

    public void Leave(Viewer viewer) => _audience.Leave(viewer);

    public void Dispatch(IReadOnlyList<StoredEvent> batch)
    {
        foreach (var stored in batch)
        {
            _changed[stored.Event.SessionId] = 0;
        }

        _wake.Writer.TryWrite(true);
    }

    public void Tick(bool keepAlive)
    {
        if (keepAlive)
        {
            _audience.Send(Message.KeepAlive);
        }

        _wake.Writer.TryWrite(true);
    }

    public void Restart() => _audience.Restart(StorePosition.Start);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var _ in _wake.Reader.ReadAllAsync(stoppingToken))
        {
            try
            {
                await ShowAsync(stoppingToken);
            }
            catch (StoreUnavailableException)
            {
                // What changed stays marked; the next tick tries again.
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                LogUnshown(logger, e);
            }

            await Task.Delay(Pause, time, stoppingToken);
        }
    }

    private async Task ShowAsync(CancellationToken cancellationToken)
    {
        if (_audience.Count == 0)
        {
            // Nobody looks: a page that is opened reads for itself.
            _changed.Clear();
            _running.Clear();
            return;
        }

        foreach (var id in _changed.Keys.Take(AtOnce))
        {
            var state = await reader.FindAsync(id, cancellationToken);
            _changed.TryRemove(id, out _);
            if (state is not null)
            {
                await ShowAsync(state, cancellationToken);
            }
        }

        foreach (var row in _running.Values.ToArray())
        {
            if (await verdicts.OfAsync(row.State, cancellationToken) != row.Verdict)
            {
                await ShowAsync(row.State, cancellationToken);
            }
        }
    }

    private async Task ShowAsync(SessionState state, CancellationToken cancellationToken)
    {
        var row = new ListRow(
            state,
            await verdicts.OfAsync(state, cancellationToken),
            time.GetUtcNow()
        );
        if (state.HasEnded)
        {
            _running.Remove(state.Id);
        }
        else
        {
            _running[state.Id] = row;
        }

        await using var rendering = new Rendering(scopes, loggers);
        var html = await rendering.HtmlAsync(
            typeof(ListRows),
            nameof(ListRows.Rows),
            new[] { row }
        );
        var message = Message.Of("session", html);
        lock (_recentGate)
        {
            _recent.Enqueue(message);
            if (_recent.Count > RecentRows)
            {
                _recent.Dequeue();
            }
        }

        _audience.Send(message);
    }

    [LoggerMessage(LogLevel.Error, "A row of the list could not be shown live; a reload shows it")]
    private static partial void LogUnshown(ILogger logger, Exception exception);
}
