using Dashboard.Web.SessionList;

namespace Dashboard.Web.Live;

/// <summary>The pages of the list that somebody looks at now; those who look at the same page share it.</summary>
internal sealed class LiveList(
    ListReading reading,
    IServiceScopeFactory scopes,
    ILoggerFactory loggers,
    LiveMetrics metrics,
    TimeProvider time
) : IDisposable
{
    /// <summary>Different pages (filter, order, zone, rows) at once.</summary>
    public const int Limit = 200;

    /// <summary>Rows that are live on one page.</summary>
    public const int RowLimit = 1_000;

    private readonly Lock _gate = new();

    /// <summary>One page is read at a time, in turn: a crowd of viewers takes one core at most.</summary>
    private readonly SemaphoreSlim _turn = new(1);

    private readonly Dictionary<(ListFilter, string), ListView> _views = [];

    /// <param name="filter">What the page shows.</param>
    /// <param name="zone">Where its days begin.</param>
    /// <param name="rows">How many rows it has.</param>
    /// <returns>Null when too many others are watched.</returns>
    public ListSubscription? Subscribe(ListFilter filter, TimeZoneInfo zone, int rows)
    {
        // In whole pages, so that viewers share them.
        var pages = (Math.Clamp(rows, 1, RowLimit) + ListFilter.PageSize - 1) / ListFilter.PageSize;
        filter = filter with { Continues = null, Rows = pages * ListFilter.PageSize };
        var key = (filter, zone.Id);
        lock (_gate)
        {
            if (!_views.TryGetValue(key, out var view))
            {
                if (_views.Count >= Limit)
                {
                    metrics.Refused();
                    return null;
                }

                view = new ListView(filter, zone, reading, _turn, scopes, loggers, time);
                _views[key] = view;
                view.Start();
            }

            view.Subscribers++;
            return new ListSubscription(view, () => Leave(key, view));
        }
    }

    /// <summary>Something was committed, or a second has passed.</summary>
    public void Tick()
    {
        lock (_gate)
        {
            foreach (var view in _views.Values)
            {
                view.Wake();
            }
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            foreach (var view in _views.Values)
            {
                view.Dispose();
            }

            _views.Clear();
        }
    }

    private void Leave((ListFilter, string) key, ListView view)
    {
        lock (_gate)
        {
            if (--view.Subscribers == 0)
            {
                _views.Remove(key);
                view.Dispose();
            }
        }
    }
}

/// <summary>One viewer's share of a page of the list; disposing it ends it.</summary>
internal sealed class ListSubscription(ListView view, Action end) : IDisposable
{
    private Action? _end = end;

    /// <summary>The next snapshot after the one that was seen last; the newest one for null.</summary>
    public Task<ListSnapshot> NextAsync(ListSnapshot? seen, CancellationToken cancellationToken) =>
        view.NextAsync(seen, cancellationToken);

    public void Dispose() => Interlocked.Exchange(ref _end, null)?.Invoke();
}
