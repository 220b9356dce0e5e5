using Sessions;

namespace Collector.Project;

/// <summary>The newest checkpoints of one session, by the signal that told them first. Not thread-safe.</summary>
internal sealed class RecentCheckpoints(string sessionId)
{
    /// <summary>How many are remembered.</summary>
    public const int MaxTellings = 256;

    private readonly Dictionary<Key, List<Telling>> _tellings = [];
    private readonly Queue<Key> _order = new();
    private readonly HashSet<(Key Key, DateTimeOffset Time, string? SpanId)> _known = [];

    public string SessionId => sessionId;

    /// <summary>Remembers a checkpoint as the store has it, by one signal or by both.</summary>
    public void Remember(SessionEvent stored)
    {
        foreach (var teller in (CheckpointTeller[])[CheckpointTeller.Log, CheckpointTeller.Span])
        {
            if (stored.ToldBy == teller || stored.ToldBy == CheckpointTeller.Both)
            {
                var telling = Remember(new Key(teller, stored.Checkpoint, stored.Status), stored);
                telling.ToldAgainAt =
                    stored.ToldBy == CheckpointTeller.Both
                        ? stored.ToldAgainAt ?? stored.Timestamp
                        : null;
            }
        }
    }

    /// <summary>The checkpoint, with the identity of the other signal's telling of it where there is one.</summary>
    public SessionEvent Resolve(SessionEvent e)
    {
        if (e.ToldBy == CheckpointTeller.Both)
        {
            // From an export.
            return e;
        }

        var other = e.ToldBy == CheckpointTeller.Log ? CheckpointTeller.Span : CheckpointTeller.Log;
        var own = new Key(e.ToldBy, e.Checkpoint, e.Status);
        if (_known.Contains((own, e.Timestamp, e.SpanId)))
        {
            return e;
        }

        if (Nearest(_tellings.GetValueOrDefault(own with { Teller = other }), e) is not { } first)
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
                ToldAgainAt = e.Timestamp,
            };
    }

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

    private Telling Remember(Key key, SessionEvent e)
    {
        if (_order.Count >= MaxTellings)
        {
            var oldest = _order.Dequeue();
            var same = _tellings[oldest];
            _known.Remove((oldest, same[0].Time, same[0].SpanId));
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

        var telling = new Telling(e.Timestamp, e.SpanId, e.Phase);
        list.Add(telling);
        _known.Add((key, e.Timestamp, e.SpanId));
        _order.Enqueue(key);
        return telling;
    }

    private readonly record struct Key(CheckpointTeller Teller, string? Name, EventStatus? Status);

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
