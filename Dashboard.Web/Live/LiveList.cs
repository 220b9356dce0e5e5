using System.Collections.Concurrent;
using System.Threading.Channels;
using Dashboard.Web.SessionList;
using Dashboard.Web.SessionPage;
using Dashboard.Web.Shell;
using Dashboard.Web.Telemetry;
using Sessions;

namespace Dashboard.Web.Live;

/// <summary>
/// The rows of the session list, live: what changed is read and rendered once and sent to all who look at the list.
/// </summary>
internal sealed partial class LiveList(
    ISessionReader reader,
    Verdicts verdicts,
    CollectorWatch collector,
    IServiceScopeFactory scopes,
    ILoggerFactory loggers,
    TimeProvider time,
    ILogger<LiveList> logger
) : BackgroundService
{
    /// <summary>How many changed sessions are read in one go; the others follow in the next.</summary>
    private const int AtOnce = 100;

    /// <summary>Says that a page is not up to date: it asks for itself anew.</summary>
    private static readonly Message Changed = Message.Of("changed", "");

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    private readonly Audience _audience = new();
    private readonly ConcurrentDictionary<string, byte> _changed = new();
    private readonly Dictionary<string, ListRow> _running = [];
    private (bool Reachable, bool Writing) _telemetry = (true, true);
    private long _position;
    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite }
    );

    /// <summary>Adds a viewer whose page was read at <paramref name="after"/>; told at once when more has happened since.</summary>
    public Viewer Join(StorePosition after)
    {
        var viewer = _audience.Join(StorePosition.Start, StorePosition.Start).Viewer;
        if (after.Value < Interlocked.Read(ref _position))
        {
            viewer.Offer(Changed);
        }

        return viewer;
    }

    public void Leave(Viewer viewer) => _audience.Leave(viewer);

    public void Dispatch(IReadOnlyList<StoredEvent> batch)
    {
        // Before the rows: who joins in between is told to ask anew, and misses none of them.
        Interlocked.Exchange(ref _position, batch[^1].Position.Value);
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
        await ShowTelemetryAsync();
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
            time.GetUtcNow(),
            await SparkAsync(state, cancellationToken)
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
            (nameof(ListRows.Rows), new[] { row })
        );
        _audience.Send(Message.Of("session", html));
    }

    private async ValueTask<IReadOnlyList<double>> SparkAsync(
        SessionState state,
        CancellationToken cancellationToken
    )
    {
        if (state.LatestEquity is null)
        {
            return [];
        }

        var lines = await reader.SparkLinesAsync(
            [state.Id],
            ListRow.SparkPoints,
            cancellationToken
        );
        return lines.GetValueOrDefault(state.Id) ?? [];
    }

    /// <summary>Says so when the collector goes away or comes back; whoever joins is told how it stands by its page.</summary>
    private async Task ShowTelemetryAsync()
    {
        var health = collector.Health;
        if ((health.Reachable, health.Writing) == _telemetry)
        {
            return;
        }

        _telemetry = (health.Reachable, health.Writing);
        await using var rendering = new Rendering(scopes, loggers);
        var html = await rendering.HtmlAsync(
            typeof(CollectorNotice),
            (nameof(CollectorNotice.Telemetry), health)
        );
        _audience.Send(
            Message.Of(
                null,
                $"<hx-partial hx-target=\"#collector\" hx-swap=\"outerMorph\">{html}</hx-partial>"
            )
        );
    }

    [LoggerMessage(LogLevel.Error, "A row of the list could not be shown live; a reload shows it")]
    private static partial void LogUnshown(ILogger logger, Exception exception);
}
