using System.Diagnostics.Metrics;
using Sessions;

namespace Collector.Metrics;

/// <summary>How writing goes: counts, latency, and since when it has gone well without a break. Thread-safe.</summary>
internal sealed class WriteMetrics
{
    private static readonly TimeSpan QuietFor = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly TimeProvider _clock;
    private readonly Counter<long> _stored;
    private readonly Counter<long> _refusedCounter;
    private readonly Histogram<double> _commits;
    private readonly LatencyWindow _window = new();
    private readonly List<long> _inFlight = [];
    private long _events;
    private long _merged;
    private long _known;
    private long _waiting;
    private long _refused;
    private DateTimeOffset? _wellSince;
    private long _refusalSaidAt;
    private string? _lastError;

    public WriteMetrics(TimeProvider clock, IMeterFactory meters)
    {
        _clock = clock;
        _wellSince = StartedAt = clock.GetUtcNow();
        var meter = meters.Create(MeterNames.Write);
        _stored = meter.CreateCounter<long>("collector.events.stored", "{event}");
        _refusedCounter = meter.CreateCounter<long>("collector.events.refused", "{event}");
        _commits = meter.CreateHistogram<double>("collector.commit.duration", "s");
    }

    public DateTimeOffset StartedAt { get; }

    /// <summary>A commit is under way; its oldest request was queued at that timestamp of the clock.</summary>
    public void Begins(long oldestQueuedAt)
    {
        lock (_gate)
        {
            _inFlight.Add(oldestQueuedAt);
        }
    }

    /// <summary>However it went.</summary>
    public void Ends(long oldestQueuedAt)
    {
        lock (_gate)
        {
            _inFlight.Remove(oldestQueuedAt);
        }
    }

    /// <summary>Something was really written: events, or the collector's heartbeat.</summary>
    public void Committed(WriteResult result, TimeSpan took)
    {
        _stored.Add(result.Added);
        _commits.Record(took.TotalSeconds);
        lock (_gate)
        {
            _wellSince ??= _clock.GetUtcNow();
            _events += result.Added;
            _merged += result.Merged;
            _known += result.Known;
            _waiting += result.Waiting;
            _refused += result.Refused;
            _window.Add(took.TotalMilliseconds);
        }
    }

    /// <summary>The store could not be written.</summary>
    /// <returns>Whether that is news.</returns>
    public bool Failed(string error)
    {
        lock (_gate)
        {
            var isNews = _wellSince is not null;
            _wellSince = null;
            _lastError = error;
            return isNews;
        }
    }

    /// <summary>Items that the store will never take; others were stored.</summary>
    /// <returns>Whether to say so in the log, which is at most once a minute.</returns>
    public bool Refused(int items, string error)
    {
        _refusedCounter.Add(items);
        lock (_gate)
        {
            _refused += items;
            _lastError = error;
            var now = _clock.GetTimestamp();
            if (_refusalSaidAt != 0 && _clock.GetElapsedTime(_refusalSaidAt, now) < QuietFor)
            {
                return false;
            }

            _refusalSaidAt = now;
            return true;
        }
    }

    public WriteSnapshot Snapshot()
    {
        lock (_gate)
        {
            return new WriteSnapshot(
                _wellSince,
                _lastError,
                _events,
                _merged,
                _known,
                _waiting,
                _refused,
                _window.Percentile(0.50),
                _window.Percentile(0.99),
                _inFlight.Count == 0 ? TimeSpan.Zero : _clock.GetElapsedTime(_inFlight.Min())
            );
        }
    }
}

/// <summary>How writing goes at one moment.</summary>
/// <param name="WellSince">Since when every commit has gone well; null while the store cannot be written.</param>
/// <param name="LastError">The newest failure, also after it has passed.</param>
/// <param name="Events">New to the store.</param>
/// <param name="Merged">Known, and said more.</param>
/// <param name="Known">Known, and said nothing new.</param>
/// <param name="Waiting">Held until their trace's session is known.</param>
/// <param name="Refused">Dropped because of a bound of the store, or because it cannot take them.</param>
/// <param name="P50">Of the newest commits, in milliseconds.</param>
/// <param name="P99">Of the newest commits, in milliseconds.</param>
/// <param name="Lag">How long the oldest request in a commit under way has waited.</param>
internal readonly record struct WriteSnapshot(
    DateTimeOffset? WellSince,
    string? LastError,
    long Events,
    long Merged,
    long Known,
    long Waiting,
    long Refused,
    double P50,
    double P99,
    TimeSpan Lag
);
