using Sessions.Sqlite.Events;
using Sessions.Sqlite.Native;

namespace Sessions.Sqlite.Read;

/// <summary>
/// Walks a session's events in order of time, then id, as a merge of one index walk for each kind asked for, and of the
/// places that are not settled: a rare kind is found as fast as a common one.
/// </summary>
internal sealed class EventWalk : IDisposable
{
    private readonly WalkStatements _walks;
    private readonly bool _oldestFirst;
    private readonly PriorityQueue<Statement, (long Time, long Id)> _heads;
    private readonly List<Statement> _rented = [];
    private readonly List<(long Time, long Id, long Position)> _recent = [];
    private readonly IComparer<(long Time, long Id)> _order;
    private int _nextRecent;

    /// <param name="walks">Where the prepared walks come from.</param>
    /// <param name="session">The session's number.</param>
    /// <param name="recent">Its places that are not settled.</param>
    /// <param name="kinds">The kinds to walk.</param>
    /// <param name="start">Exclusive.</param>
    /// <param name="oldestFirst">The direction.</param>
    public EventWalk(
        WalkStatements walks,
        long session,
        IReadOnlyCollection<Place> recent,
        IReadOnlyCollection<EventKind> kinds,
        (long Time, long Id) start,
        bool oldestFirst
    )
    {
        _walks = walks;
        _oldestFirst = oldestFirst;
        _order = oldestFirst
            ? Comparer<(long, long)>.Default
            : Comparer<(long, long)>.Create((a, b) => b.CompareTo(a));
        _heads = new PriorityQueue<Statement, (long Time, long Id)>(_order);
        foreach (var place in recent)
        {
            if (kinds.Contains(place.Kind) && _order.Compare((place.Time, place.Id), start) > 0)
            {
                _recent.Add((place.Time, place.Id, place.Position));
            }
        }

        _recent.Sort((a, b) => _order.Compare((a.Time, a.Id), (b.Time, b.Id)));
        foreach (var kind in kinds)
        {
            var walk = walks.Rent(oldestFirst);
            _rented.Add(walk);
            walk.Bind(1, session).Bind(2, kind.Value).Bind(3, start.Time).Bind(4, start.Id);
            Advance(walk);
        }
    }

    /// <summary>The next event's place; null at the end.</summary>
    public (long Time, long Id, long Position)? Next()
    {
        var isSettled = _heads.TryPeek(out var walk, out var place);
        if (_nextRecent < _recent.Count)
        {
            var recent = _recent[_nextRecent];
            if (!isSettled || _order.Compare((recent.Time, recent.Id), place) < 0)
            {
                _nextRecent++;
                return recent;
            }
        }

        if (!isSettled)
        {
            return null;
        }

        _heads.Dequeue();
        var position = walk!.Int64(0);
        Advance(walk);
        return (place.Time, place.Id, position);
    }

    public void Dispose()
    {
        foreach (var walk in _rented)
        {
            _walks.Return(walk, _oldestFirst);
        }
    }

    private void Advance(Statement walk)
    {
        if (walk.Step())
        {
            _heads.Enqueue(walk, (walk.Int64(1), walk.Int64(2)));
        }
    }
}
