using System.Diagnostics;
using System.Threading.Channels;
using Dashboard.Web.SessionList;
using Dashboard.Web.Shell;
using Sessions;

namespace Dashboard.Web.Live;

/// <summary>
/// One page of the list that somebody looks at: reads what a page load reads, after a change and at most once a second,
/// and publishes it to all who look at the same. What is not on the page costs nothing.
/// </summary>
internal sealed partial class ListView(
    ListFilter filter,
    TimeZoneInfo zone,
    ListReading reading,
    SemaphoreSlim turn,
    IServiceScopeFactory scopes,
    ILoggerFactory loggers,
    TimeProvider time
) : IDisposable
{
    private static readonly TimeSpan ShortestPause = TimeSpan.FromSeconds(1);

    /// <summary>Reading takes at most this part of the time.</summary>
    private const int Share = 10;

    private readonly ILogger<ListView> _logger = loggers.CreateLogger<ListView>();
    private readonly Broadcaster<ListSnapshot> _snapshots = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite }
    );
    private Dictionary<string, Panel> _last = [];
    private long _versions;

    /// <summary>Guarded by the owner.</summary>
    public int Subscribers { get; set; }

    public void Start()
    {
        Wake();
        _ = RunAsync(_stop.Token);
    }

    public void Wake() => _wake.Writer.TryWrite(true);

    public Task<ListSnapshot> NextAsync(ListSnapshot? seen, CancellationToken cancellationToken) =>
        _snapshots.NextAsync(seen, cancellationToken);

    public void Dispose() => _stop.Cancel();

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var _ in _wake.Reader.ReadAllAsync(cancellationToken))
            {
                var took = await TryPublishAsync(cancellationToken);
                var pause = Share * took;
                await Task.Delay(
                    pause > ShortestPause ? pause : ShortestPause,
                    time,
                    cancellationToken
                );
            }
        }
        catch (OperationCanceledException)
        {
            // Nobody looks any more.
        }
    }

    private async Task<TimeSpan> TryPublishAsync(CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken);
        var began = Stopwatch.GetTimestamp();
        try
        {
            _snapshots.Publish(
                await RenderAsync(await reading.ReadAsync(filter, zone, cancellationToken))
            );
        }
        catch (StoreUnavailableException)
        {
            // The next tick tries again.
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            LogNotShown(_logger, e);
        }
        finally
        {
            turn.Release();
        }

        return Stopwatch.GetElapsedTime(began);
    }

    private async Task<ListSnapshot> RenderAsync(ListModel list)
    {
        await using var rendering = new Rendering(scopes, loggers);
        var next = new Dictionary<string, Panel>();
        var rows = new List<Panel>();
        foreach (var day in list.Days)
        {
            if (day is { Day: { } date, Totals: { } totals })
            {
                rows.Add(
                    await PanelAsync(
                        $"day-{TimeRange.Iso(date)}",
                        typeof(DayRow),
                        (nameof(DayRow.Day), date),
                        (nameof(DayRow.Today), list.Today),
                        (nameof(DayRow.Totals), totals)
                    )
                );
            }

            foreach (var row in day.Rows)
            {
                rows.Add(
                    await PanelAsync(
                        $"s-{row.State.Id}",
                        typeof(ListRows),
                        (nameof(ListRows.Rows), new[] { row })
                    )
                );
            }
        }

        Panel[] parts =
        [
            await PanelAsync("totals", typeof(TotalsStrip), (nameof(TotalsStrip.List), list)),
            await PanelAsync(
                "collector",
                typeof(CollectorNotice),
                (nameof(CollectorNotice.Telemetry), list.Telemetry)
            ),
        ];
        _last = next;
        return new ListSnapshot(
            rows,
            parts,
            list.Title,
            list.Icon,
            list.Now,
            list.Next is null ? null : (list.Older.Url(), list.Continued.Url())
        );

        async Task<Panel> PanelAsync(
            string id,
            Type component,
            params (string, object?)[] parameters
        )
        {
            var html = await rendering.HtmlAsync(component, parameters);
            var panel =
                _last.GetValueOrDefault(id) is { } last && TickingText.IsSame(html, last.Html)
                    ? last
                    : new Panel(id, html, ++_versions);
            next[id] = panel;
            return panel;
        }
    }

    [LoggerMessage(LogLevel.Error, "The list could not be shown live; a reload shows it")]
    private static partial void LogNotShown(ILogger logger, Exception exception);
}
