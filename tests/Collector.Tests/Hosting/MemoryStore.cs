using Sessions;

namespace Collector.Tests.Hosting;

/// <summary>A store in memory: merges as every store must, and can be locked, broken or held up.</summary>
internal sealed class MemoryStore : ISessionWriter
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(string Session, EventId Id), SessionEvent> _events = [];
    private readonly List<GaugePoint> _points = [];
    private readonly SortedDictionary<DateTimeOffset, HearingPeriod> _hearing = [];

    /// <summary>Asked before each commit; throws to refuse it.</summary>
    public Func<WriteBatch, Task> BeforeCommit { get; set; } = _ => Task.CompletedTask;

    public int MaxOverlap { get; init; } = 1;

    /// <summary>The collector's heartbeats, by the start of their periods.</summary>
    public IReadOnlyList<HearingPeriod> Hearing
    {
        get
        {
            lock (_gate)
            {
                return [.. _hearing.Values];
            }
        }
    }

    /// <summary>Those that held something.</summary>
    public int Commits { get; private set; }

    public IReadOnlyList<SessionEvent> Events
    {
        get
        {
            lock (_gate)
            {
                return [.. _events.Values.OrderBy(e => e.Timestamp).ThenBy(e => e.Id.Value)];
            }
        }
    }

    public IReadOnlyList<GaugePoint> Points
    {
        get
        {
            lock (_gate)
            {
                return [.. _points];
            }
        }
    }

    public async ValueTask<WriteResult> WriteAsync(
        WriteBatch batch,
        CancellationToken cancellationToken
    )
    {
        await BeforeCommit(batch);
        lock (_gate)
        {
            Commits += batch.Events.Count + batch.Points.Count + batch.Figures.Count > 0 ? 1 : 0;
            int added = 0,
                merged = 0;
            foreach (var e in batch.Events)
            {
                var key = (e.SessionId, e.Id);
                var isKnown = _events.TryGetValue(key, out var known);
                _events[key] = isKnown ? SessionEvent.Merge(known!, e) : e;
                added += isKnown ? 0 : 1;
                merged += isKnown ? 1 : 0;
            }

            _points.AddRange(batch.Points);
            if (batch.Hearing is { } period)
            {
                _hearing[period.Since] = period;
            }

            return new WriteResult(added, merged, 0, 0, 0);
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
