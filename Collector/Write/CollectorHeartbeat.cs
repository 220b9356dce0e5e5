using Collector.Metrics;
using Sessions;

namespace Collector.Write;

/// <summary>
/// States in the store, every second, that the collector can hear everyone, and since when: it runs, nobody was refused
/// for lack of room, and what it writes is committed in time. Only within such a period does a runner's silence say
/// anything about the runner.
/// </summary>
internal sealed class CollectorHeartbeat(
    WriteQueue queue,
    ReceiveMetrics received,
    WriteOptions options,
    TimeProvider clock
) : BackgroundService
{
    /// <summary>A heartbeat that comes later than this begins a new period: the disk, the process or the machine stood still.</summary>
    private static readonly TimeSpan MaxGap = TimeSpan.FromSeconds(5);

    /// <summary>How far the wall clock may drift from the steady one between two heartbeats.</summary>
    private static readonly TimeSpan MaxStep = TimeSpan.FromSeconds(2);

    private readonly Lock _gate = new();
    private HearingPeriod? _stated;
    private long _storedAt = clock.GetTimestamp();
    private DateTimeOffset? _since;
    private DateTimeOffset _lastTime;
    private long _lastTimestamp;
    private long _lastOverloads;

    /// <summary>The period that was stated last; null before the first.</summary>
    public HearingPeriod? Stated
    {
        get
        {
            lock (_gate)
            {
                return _stated;
            }
        }
    }

    /// <summary>Whether the newest heartbeat was stored recently enough to believe that the next one will be.</summary>
    public bool IsHearing => clock.GetElapsedTime(Interlocked.Read(ref _storedAt)) <= MaxGap;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.HeartbeatInterval, clock);
        do
        {
            await StateAsync();
        } while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task StateAsync()
    {
        var now = clock.GetUtcNow();
        var timestamp = clock.GetTimestamp();
        var overloads = received.Overloads;
        _since = Continues(now, timestamp, overloads) ? _since : now;
        (_lastTime, _lastTimestamp, _lastOverloads) = (now, timestamp, overloads);
        var period = new HearingPeriod(_since!.Value, now);
        try
        {
            await queue.StateAsync(period, now);
            Interlocked.Exchange(ref _storedAt, clock.GetTimestamp());
            lock (_gate)
            {
                _stated = period;
            }
        }
        catch (StoreUnavailableException)
        {
            _since = null;
        }
    }

    private bool Continues(DateTimeOffset now, long timestamp, long overloads)
    {
        var elapsed = clock.GetElapsedTime(_lastTimestamp, timestamp);
        return _since is not null
            && overloads == _lastOverloads
            && elapsed <= MaxGap
            && (now - _lastTime - elapsed).Duration() <= MaxStep;
    }
}
