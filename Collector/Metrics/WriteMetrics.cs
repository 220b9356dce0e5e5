using System.Diagnostics.Metrics;
using Sessions;

namespace Collector.Metrics;

/// <summary>How writing goes: counts, latency, and since when it has gone well without a break. Thread-safe.</summary>
internal sealed class WriteMetrics
{
    private readonly Lock gate = new();
    private readonly TimeProvider clock;
    private readonly Counter<long> stored;
    private readonly Histogram<double> commits;
    private readonly LatencyWindow window = new();
    private readonly List<long> inFlight = [];
    private long events;
    private long merged;
    private long known;
    private long waiting;
    private long refused;
    private DateTimeOffset? wellSince;
    private string? lastError;

    public WriteMetrics(TimeProvider clock, IMeterFactory meters)
    {
        this.clock = clock;
        wellSince = StartedAt = clock.GetUtcNow();
        var meter = meters.Create(MeterNames.Write);
        stored = meter.CreateCounter<long>("collector.events.stored", "{event}");
        commits = meter.CreateHistogram<double>("collector.commit.duration", "s");
    }

    public DateTimeOffset StartedAt { get; }

    /// <summary>Whether the newest commit went well, or there was none yet.</summary>
    public bool IsWell
    {
        get
        {
            lock (gate)
            {
                return wellSince is not null;
            }
        }
    }

    /// <summary>A commit is under way; its oldest request was queued at that timestamp of the clock.</summary>
    public void Begins(long oldestQueuedAt)
    {
        lock (gate)
        {
            inFlight.Add(oldestQueuedAt);
        }
    }

    /// <summary>However it went.</summary>
    public void Ends(long oldestQueuedAt)
    {
        lock (gate)
        {
            inFlight.Remove(oldestQueuedAt);
        }
    }

    public void Committed(WriteResult result, TimeSpan took)
    {
        stored.Add(result.Added);
        commits.Record(took.TotalSeconds);
        lock (gate)
        {
            wellSince ??= clock.GetUtcNow();
            events += result.Added;
            merged += result.Merged;
            known += result.Known;
            waiting += result.Waiting;
            refused += result.Refused;
            window.Add(took.TotalMilliseconds);
        }
    }

    /// <summary>The store was not to be had.</summary>
    /// <returns>Whether that is news.</returns>
    public bool Failed(string error)
    {
        lock (gate)
        {
            var isNews = wellSince is not null;
            wellSince = null;
            lastError = error;
            return isNews;
        }
    }

    /// <summary>One request could not be stored; others may.</summary>
    public void Faulted(string error)
    {
        lock (gate)
        {
            lastError = error;
        }
    }

    public WriteSnapshot Snapshot()
    {
        lock (gate)
        {
            return new WriteSnapshot(
                wellSince,
                lastError,
                events,
                merged,
                known,
                waiting,
                refused,
                window.Percentile(0.50),
                window.Percentile(0.99),
                inFlight.Count == 0 ? TimeSpan.Zero : clock.GetElapsedTime(inFlight.Min())
            );
        }
    }
}

/// <summary>How writing stands at one moment.</summary>
/// <param name="WellSince">Since when every commit has gone well; null while the store cannot be written.</param>
/// <param name="LastError">The newest failure, also after it has passed.</param>
/// <param name="Events">New to the store.</param>
/// <param name="Merged">Known, and said more.</param>
/// <param name="Known">Known, and said nothing new.</param>
/// <param name="Waiting">Held until their trace's session is known.</param>
/// <param name="Refused">Dropped by the store because a bound was reached.</param>
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
