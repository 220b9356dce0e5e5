using System.Diagnostics.Metrics;
using Sessions;

namespace Collector.Watch;

/// <summary>How writing goes: counts, latency, and since when it has gone well without a break. Thread-safe.</summary>
internal sealed class WriteWatch
{
    private readonly Lock gate = new();
    private readonly TimeProvider clock;
    private readonly Counter<long> stored;
    private readonly Histogram<double> commits;
    private readonly LatencyWindow window = new();
    private long events;
    private long merged;
    private long known;
    private long waiting;
    private long refused;
    private long oldestInFlight;
    private DateTimeOffset? wellSince;
    private string? lastError;

    public WriteWatch(TimeProvider clock, IMeterFactory meters)
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

    public void Begins(long oldestQueuedAt) => Volatile.Write(ref oldestInFlight, oldestQueuedAt);

    public void Committed(WriteResult result, TimeSpan took)
    {
        Volatile.Write(ref oldestInFlight, 0);
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
        Volatile.Write(ref oldestInFlight, 0);
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
        Volatile.Write(ref oldestInFlight, 0);
        lock (gate)
        {
            lastError = error;
        }
    }

    public WriteSnapshot Snapshot()
    {
        lock (gate)
        {
            var oldest = Volatile.Read(ref oldestInFlight);
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
                oldest == 0 ? TimeSpan.Zero : clock.GetElapsedTime(oldest)
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
/// <param name="Lag">How long the oldest request in the commit under way has waited.</param>
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
