using Sessions.Sqlite.Events;
using Sessions.Sqlite.Native;
using Sessions.Sqlite.Series;

namespace Sessions.Sqlite.Write;

/// <summary>The rows of the table <c>event</c>, for the writer: every row it writes gets the next position.</summary>
internal sealed class EventTable(
    Database database,
    EventReader rows,
    EventInsert insert,
    TraceTable traces,
    EventOrder order,
    SeriesTable series,
    SeriesSource source,
    Numbers numbers
)
{
    // Spans of traces that no earlier batch knows: only this batch can hold such an event already.
    private readonly HashSet<(long Trace, long Id, long Session)> _newSpans = [];

    /// <returns>False when the session has an event of this identity already.</returns>
    public bool TryInsert(HotSession session, SessionEvent e, EventId id, DateTimeOffset arrivedAt)
    {
        if (!IsNewBeat(session, e))
        {
            if (
                IdentityIndex.HoldsSpan(id)
                && traces.Find(e.TraceId!) is { Number: var trace }
                && trace > numbers.SavedTrace
            )
            {
                if (!_newSpans.Add((trace, id.Value, session.Number)))
                {
                    return false;
                }
            }
            else if (!id.IsOfItsTime || IdentityIndex.Holds(id))
            {
                return TryAdd(session, e, id, arrivedAt);
            }
            else if (order.MayHold(session, e) && order.PositionOf(session, e, id) is not null)
            {
                return false;
            }
        }

        Add(session, e, id, arrivedAt);
        return true;
    }

    /// <summary>The stored event of an identity, wherever it is looked up.</summary>
    /// <param name="session">The session.</param>
    /// <param name="e">An event of this identity: where the identity holds the time, its time is the stored one's.</param>
    /// <param name="id">The identity.</param>
    public StoredEvent? Find(HotSession session, SessionEvent e, EventId id)
    {
        insert.Flush();
        if (IdentityIndex.HoldsSpan(id))
        {
            return ReadOne(
                database
                    .Prepare(
                        $"SELECT {EventReader.Columns} FROM event INDEXED BY event_span WHERE trace = ?1 AND id = ?2 AND session = ?3 AND {IdentityIndex.SpanCondition}"
                    )
                    .Bind(1, traces.Find(e.TraceId!)?.Number)
                    .Bind(2, id.Value)
                    .Bind(3, session.Number),
                session
            );
        }

        if (IdentityIndex.Holds(id))
        {
            return ReadOne(
                database
                    .Prepare(
                        $"SELECT {EventReader.Columns} FROM event INDEXED BY event_identity WHERE session = ?1 AND id = ?2 AND {IdentityIndex.Condition}"
                    )
                    .Bind(1, session.Number)
                    .Bind(2, id.Value),
                session
            );
        }

        return order.PositionOf(session, e, id) is { } position
            ? ReadOne(
                database
                    .Prepare($"SELECT {EventReader.Columns} FROM event WHERE position = ?1")
                    .Bind(1, position),
                session
            )
            : null;
    }

    /// <summary>Puts an event that says more in the place of the one that was known.</summary>
    public void Replace(
        HotSession session,
        SessionEvent e,
        EventId id,
        StoredEvent known,
        DateTimeOffset arrivedAt
    )
    {
        insert.Flush();
        if (SeriesSource.Of(known.Event, id) is { } item)
        {
            series.Remove(session, item);
        }

        database
            .Prepare("DELETE FROM event WHERE position = ?1")
            .Bind(1, known.Position.Value)
            .Run();
        Add(session, e, id, arrivedAt);
    }

    /// <summary>All events of a session, in no order that matters.</summary>
    public IEnumerable<SessionEvent> All(HotSession session)
    {
        insert.Flush();
        using var query = database.PrepareOwned(EventReader.OfSession);
        query.Bind(1, session.Number);
        while (query.Step())
        {
            yield return rows.Read(query, session.State.Id).Event;
        }
    }

    /// <summary>
    /// Gives the newest heartbeat before a place a new position, so that the live tail sees it again: what it says with
    /// the gauges beside it has changed.
    /// </summary>
    public void TouchBeatBefore(
        HotSession session,
        DateTimeOffset time,
        EventId id,
        DateTimeOffset arrivedAt
    )
    {
        if (order.BeatBefore(session, time, id) is { } beat)
        {
            var position = ++numbers.Position;
            database
                .Prepare("UPDATE event SET position = ?2, arrived = ?3 WHERE position = ?1")
                .Bind(1, beat.Position)
                .Bind(2, position)
                .Bind(3, arrivedAt.UtcTicks)
                .Run();
            var query = database
                .Prepare("SELECT equity FROM event WHERE position = ?1")
                .Bind(1, position);
            query.Step();
            var equity = query.DoubleOrNull(0) ?? double.NaN;
            query.Reset();
            Put(session, new SeriesItem(beat.Time, beat.Id, IsBeat: true, equity));
        }
    }

    /// <summary>Inserts what waits, at the end of a batch.</summary>
    public void Save()
    {
        insert.Flush();
        series.Save();
        _newSpans.Clear();
    }

    /// <summary>Forgets what waits, after a transaction was undone.</summary>
    public void Clear()
    {
        insert.Clear();
        series.Clear();
        _newSpans.Clear();
    }

    /// <summary>A beat with a number above the highest of its session needs no look at the index.</summary>
    private static bool IsNewBeat(HotSession session, SessionEvent e) =>
        e is { Type: EventType.Heartbeat, Beat: { } beat }
        && beat.Number > session.State.Liveness.Beat;

    private void Add(HotSession session, SessionEvent e, EventId id, DateTimeOffset arrivedAt)
    {
        var row = NextRow(session, e, id, arrivedAt);
        insert.Add(row);
        Put(session, SeriesSource.Of(e, id));
    }

    private bool TryAdd(HotSession session, SessionEvent e, EventId id, DateTimeOffset arrivedAt)
    {
        var row = NextRow(session, e, id, arrivedAt);
        if (!insert.TryInsert(row))
        {
            // Its position goes to the next one; that its kind was noted costs a look in vain at worst.
            numbers.Position = row.Position - 1;
            return false;
        }

        Put(session, SeriesSource.Of(e, id));
        return true;
    }

    private void Put(HotSession session, SeriesItem? stated)
    {
        if (stated is not { } item)
        {
            return;
        }

        if (session.HasPoints && item.IsBeat)
        {
            item = source.Join(session.Number, order.BeatKinds(session), item);
        }

        series.Put(session, item);
    }

    private EventRow NextRow(
        HotSession session,
        SessionEvent e,
        EventId id,
        DateTimeOffset arrivedAt
    )
    {
        var kind = order.KindOf(session, e);
        return new EventRow(session.Number, e, id, kind, ++numbers.Position, arrivedAt);
    }

    private StoredEvent? ReadOne(Statement query, HotSession session)
    {
        if (!query.Step())
        {
            return null;
        }

        var stored = rows.Read(query, session.State.Id);
        query.Reset();
        return stored;
    }
}
