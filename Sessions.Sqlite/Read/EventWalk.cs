using Sessions.Sqlite.Events;
using Sessions.Sqlite.Native;

namespace Sessions.Sqlite.Read;

/// <summary>
/// Walks a session's events in order of time, then id, as a merge of one index walk for each kind asked for: a rare kind
/// is found as fast as a common one.
/// </summary>
internal sealed class EventWalk : IDisposable
{
    private readonly WalkStatements _walks;
    private readonly bool _oldestFirst;
    private readonly PriorityQueue<Statement, (long Time, long Id)> _heads;
    private readonly List<Statement> _rented = [];

    /// <param name="walks">Where the prepared walks come from.</param>
    /// <param name="session">The session's number.</param>
    /// <param name="kinds">The kinds to walk.</param>
    /// <param name="start">Exclusive.</param>
    /// <param name="oldestFirst">The direction.</param>
    public EventWalk(
        WalkStatements walks,
        long session,
        IReadOnlyCollection<EventKind> kinds,
        (long Time, long Id) start,
        bool oldestFirst
    )
    {
        _walks = walks;
        _oldestFirst = oldestFirst;
        _heads = new PriorityQueue<Statement, (long Time, long Id)>(
            oldestFirst
                ? Comparer<(long, long)>.Default
                : Comparer<(long, long)>.Create((a, b) => b.CompareTo(a))
        );
        foreach (var kind in kinds)
        {
            var walk = walks.Rent(oldestFirst);
            _rented.Add(walk);
            walk.Bind(1, session).Bind(2, kind.Value).Bind(3, start.Time).Bind(4, start.Id);
            Advance(walk);
        }
    }

    /// <summary>The next event; null at the end.</summary>
    public (long Time, long Id, long Position)? Next()
    {
        if (!_heads.TryDequeue(out var walk, out var at))
        {
            return null;
        }

        var position = walk.Int64(0);
        Advance(walk);
        return (at.Time, at.Id, position);
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
