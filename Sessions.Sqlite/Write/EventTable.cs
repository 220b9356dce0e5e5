using Sessions.Sqlite.Curve;
using Sessions.Sqlite.Events;
using Sessions.Sqlite.Native;

namespace Sessions.Sqlite.Write;

/// <summary>The rows of the table <c>event</c>, for the writer: every row it writes gets the next position.</summary>
internal sealed class EventTable(
    Database database,
    EventReader rows,
    EventInsert insert,
    PlaceTable places,
    EventOrder order,
    CurveTable curve
)
{
    /// <summary>The newest position given out.</summary>
    public long Position { get; private set; } = database.Scalar("SELECT position FROM meta");

    /// <returns>False when the session has an event of this identity already.</returns>
    public bool TryInsert(HotSession session, SessionEvent e, EventId id, DateTimeOffset arrivedAt)
    {
        if (!IsNewBeat(session, e))
        {
            if (IdentityIndex.Holds(id))
            {
                return TryAdd(session, e, id, arrivedAt);
            }

            if (order.MayHold(session, e) && order.PositionOf(session, e, id) is not null)
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
        Flush();
        if (!IdentityIndex.Holds(id))
        {
            return order.PositionOf(session, e, id) is { } position
                ? ReadOne(
                    database
                        .Prepare($"SELECT {EventReader.Columns} FROM event WHERE position = ?1")
                        .Bind(1, position),
                    session
                )
                : null;
        }

        var query = database
            .Prepare(
                $"SELECT {EventReader.Columns} FROM event WHERE session = ?1 AND id = ?2 AND {IdentityIndex.Condition}"
            )
            .Bind(1, session.Number)
            .Bind(2, id.Value);
        return ReadOne(query, session);
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
        Settle(session);
        curve.Remove(session, known.Event, id);
        database
            .Prepare("DELETE FROM event WHERE position = ?1")
            .Bind(1, known.Position.Value)
            .Run();
        Add(session, e, id, arrivedAt);
    }

    /// <summary>All events of a session, in no order that matters.</summary>
    public IEnumerable<SessionEvent> All(HotSession session)
    {
        Settle(session);
        using var query = database.PrepareOwned(EventReader.Settled);
        query.Bind(1, session.Number);
        while (query.Step())
        {
            yield return rows.Read(query, session.State.Id).Event;
        }
    }

    /// <summary>Removes the heartbeats after a session's end.</summary>
    /// <returns>Whether there were any.</returns>
    public bool RemoveBeatsAfter(HotSession session, DateTimeOffset end)
    {
        insert.Flush();
        var removed = 0;
        foreach (var kind in order.BeatKinds(session))
        {
            removed += database
                .Prepare(
                    """
                    DELETE FROM event WHERE position IN
                      (SELECT position FROM place_settled WHERE session = ?1 AND kind = ?2 AND time > ?3)
                    """
                )
                .Bind(1, session.Number)
                .Bind(2, kind.Value)
                .Bind(3, end.UtcTicks)
                .Run();
        }

        if (removed > 0)
        {
            curve.RemoveAfter(session, end);
        }

        return removed > 0;
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
        insert.Flush();
        if (order.BeatBefore(session, time, id) is { } beat)
        {
            database
                .Prepare("UPDATE event SET position = ?2, arrived = ?3 WHERE position = ?1")
                .Bind(1, beat)
                .Bind(2, ++Position)
                .Bind(3, arrivedAt.UtcTicks)
                .Run();
        }
    }

    /// <summary>Writes what was taken from these sessions, and the newest position in the transaction that used it.</summary>
    public void Save(IReadOnlyList<HotSession> sessions)
    {
        places.SettleFull(sessions);
        Flush();
        database.Prepare("UPDATE meta SET position = ?1").Bind(1, Position).Run();
    }

    /// <summary>Goes back to what is committed, after a transaction was undone.</summary>
    public void Reload()
    {
        insert.Clear();
        places.Clear();
        Position = database.Scalar("SELECT position FROM meta");
    }

    private void Flush()
    {
        insert.Flush();
        places.Flush();
    }

    /// <summary>Before an event of a session goes, and before all are read.</summary>
    private void Settle(HotSession session)
    {
        insert.Flush();
        places.Settle(session);
    }

    /// <summary>A beat with a number above the highest of its session needs no look at the index.</summary>
    private static bool IsNewBeat(HotSession session, SessionEvent e) =>
        e is { Type: EventType.Heartbeat, Beat: { } beat }
        && beat.Number > session.State.Liveness.Beat;

    private void Add(HotSession session, SessionEvent e, EventId id, DateTimeOffset arrivedAt)
    {
        var row = NextRow(session, e, id, arrivedAt);
        insert.Add(row);
        places.Add(session, row);
        curve.Put(session, e, id);
    }

    private bool TryAdd(HotSession session, SessionEvent e, EventId id, DateTimeOffset arrivedAt)
    {
        var row = NextRow(session, e, id, arrivedAt);
        if (!insert.TryInsert(row))
        {
            // Its position goes to the next one; that its kind was noted costs a look in vain at worst.
            Position = row.Position - 1;
            return false;
        }

        places.Add(session, row);
        curve.Put(session, e, id);
        return true;
    }

    private EventRow NextRow(
        HotSession session,
        SessionEvent e,
        EventId id,
        DateTimeOffset arrivedAt
    )
    {
        var kind = insert.KindOf(e);
        session.Kinds?.Note(kind, e.Timestamp);
        var position = ++Position;
        var back = PlaceTable.Back(session, position);
        return new EventRow(session.Number, e, id, kind, position, arrivedAt, back);
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
