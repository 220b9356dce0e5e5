using Sessions;

namespace Collector.Project;

/// <summary>The newest checkpoints of one session, by the signal that told them first. Not thread-safe.</summary>
internal sealed class RecentCheckpoints(string sessionId)
{
    private const int MaxTellings = 256;

    private readonly Dictionary<Key, List<Telling>> _tellings = [];
    private readonly Queue<Key> _order = new();

    public string SessionId => sessionId;

    /// <summary>The checkpoint, with the identity of the other signal's telling of it where there is one.</summary>
    public SessionEvent Resolve(SessionEvent e, Signal signal)
    {
        var other = signal == Signal.Logs ? Signal.Traces : Signal.Logs;
        var own = new Key(signal, e.Checkpoint, e.Status);
        if (Find(own)?.Exists(known => known.IsOf(e)) == true)
        {
            return e;
        }

        if (Nearest(Find(own with { Signal = other }), e) is not { } first)
        {
            Remember(own, e);
            return e;
        }

        first.ToldAgainAt = e.Timestamp;
        return first.IsOf(e)
            ? e
            : e with
            {
                Timestamp = first.Time,
                SpanId = first.SpanId,
                Phase = first.Phase,
            };
    }

    private List<Telling>? Find(Key key) => _tellings.GetValueOrDefault(key);

    /// <summary>The one that may be the same, of the same span rather than of another, then by time.</summary>
    private static Telling? Nearest(List<Telling>? candidates, SessionEvent e)
    {
        Telling? best = null;
        var least = (IsOtherSpan: true, Distance: TimeSpan.MaxValue);
        foreach (var one in candidates ?? [])
        {
            var rank = (one.SpanId != e.SpanId, (one.Time - e.Timestamp).Duration());
            if (
                rank.Item2 <= CheckpointPairs.Reach
                && (one.ToldAgainAt is null || one.ToldAgainAt == e.Timestamp)
                && (one.Phase is null || e.Phase is null || one.Phase == e.Phase)
                && rank.CompareTo(least) < 0
            )
            {
                (best, least) = (one, rank);
            }
        }

        return best;
    }

    private void Remember(Key key, SessionEvent e)
    {
        if (_order.Count >= MaxTellings)
        {
            var oldest = _order.Dequeue();
            var same = _tellings[oldest];
            same.RemoveAt(0);
            if (same.Count == 0)
            {
                _tellings.Remove(oldest);
            }
        }

        if (!_tellings.TryGetValue(key, out var list))
        {
            _tellings[key] = list = [];
        }

        list.Add(new Telling(e.Timestamp, e.SpanId, e.Phase));
        _order.Enqueue(key);
    }

    private readonly record struct Key(Signal Signal, string? Name, EventStatus? Status);

    private sealed class Telling(DateTimeOffset time, string? spanId, string? phase)
    {
        public DateTimeOffset Time => time;

        public string? SpanId => spanId;

        public string? Phase => phase;

        /// <summary>The time by the other signal, once that has told it too.</summary>
        public DateTimeOffset? ToldAgainAt { get; set; }

        public bool IsOf(SessionEvent e) => time == e.Timestamp && spanId == e.SpanId;
    }
}
