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

            if (KindsOf(session).MayHold(e) && IsStored(session, e, id))
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
            return FindInOrder(session, e, id);
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
        Flush();
        curve.Remove(session, known.Event, id);
        database
            .Prepare("DELETE FROM event WHERE position = ?1")
            .Bind(1, known.Position.Value)
            .Run();
        Add(session, e, id, arrivedAt);
    }

    private void Flush()
    {
        insert.Flush();
        places.Flush();
    }

    /// <summary>A beat with a number above the highest of its session needs no look at the index.</summary>
    private static bool IsNewBeat(HotSession session, SessionEvent e) =>
        e is { Type: EventType.Heartbeat, Beat: { } beat }
        && beat.Number > session.State.Liveness.Beat;

    private bool IsStored(HotSession session, SessionEvent e, EventId id) =>
        insert.Holds(session.Number, id) || FindInOrder(session, e, id) is not null;

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
        KindsOf(session).Note(kind, e.Timestamp);
        return new EventRow(session.Number, e, id, kind, ++Position, arrivedAt);
    }

    private KnownKinds KindsOf(HotSession session) =>
        session.Kinds ??= KnownKinds.Load(database, session);

    private StoredEvent? FindInOrder(HotSession session, SessionEvent e, EventId id)
    {
        foreach (var kind in KindsOf(session).OfType(e.Type))
        {
            var query = database
                .Prepare(
                    $"""
                    SELECT {EventReader.Columns} FROM event WHERE position =
                      (SELECT position FROM place WHERE session = ?1 AND kind = ?2 AND time = ?3 AND id = ?4)
                    """
                )
                .Bind(1, session.Number)
                .Bind(2, kind.Value)
                .Bind(3, e.Timestamp.UtcTicks)
                .Bind(4, id.Value);
            if (ReadOne(query, session) is { } found)
            {
                return found;
            }
        }

        return null;
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

    /// <summary>Gives an event a new position, so that the live tail sees it again.</summary>
    public void Touch(long position, DateTimeOffset arrivedAt)
    {
        Flush();
        database
            .Prepare("UPDATE event SET position = ?2, arrived = ?3 WHERE position = ?1")
            .Bind(1, position)
            .Bind(2, ++Position)
            .Bind(3, arrivedAt.UtcTicks)
            .Run();
    }

    /// <summary>All events of a session, in no order that matters.</summary>
    public IEnumerable<SessionEvent> All(long session, string sessionId)
    {
        Flush();
        using var query = database.PrepareOwned(EventReader.OfSession);
        query.Bind(1, session);
        while (query.Step())
        {
            yield return rows.Read(query, sessionId).Event;
        }
    }

    /// <summary>The kinds of events that a session has, by a seek each.</summary>
    private List<EventKind> Kinds(long session)
    {
        Flush();
        return KindWalk.Of(database, session);
    }

    /// <summary>Time of a session's latest event.</summary>
    public DateTimeOffset? LatestTime(long session)
    {
        DateTimeOffset? latest = null;
        foreach (var kind in Kinds(session))
        {
            var time = KindWalk.LatestTime(database, session, kind);
            latest = latest > time ? latest : time;
        }

        return latest;
    }

    /// <summary>Removes the heartbeats after a session's end.</summary>
    /// <returns>Whether there were any.</returns>
    public bool RemoveBeatsAfter(HotSession session, DateTimeOffset end)
    {
        var removed = 0;
        foreach (var kind in Kinds(session.Number).Where(k => k.Type == EventType.Heartbeat))
        {
            removed += database
                .Prepare(
                    """
                    DELETE FROM event WHERE position IN
                      (SELECT position FROM place WHERE session = ?1 AND kind = ?2 AND time > ?3)
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

    /// <summary>The newest heartbeat at or before (or strictly before) a time; null without one.</summary>
    public (long Position, DateTimeOffset Time)? BeatBefore(
        long session,
        DateTimeOffset time,
        EventId id
    )
    {
        (long Position, long Time, long Id)? newest = null;
        foreach (var kind in Kinds(session).Where(k => k.Type == EventType.Heartbeat))
        {
            var query = database
                .Prepare(
                    """
                    SELECT position, time, id FROM place
                    WHERE session = ?1 AND kind = ?2 AND (time, id) < (?3, ?4)
                    ORDER BY time DESC, id DESC LIMIT 1
                    """
                )
                .Bind(1, session)
                .Bind(2, kind.Value)
                .Bind(3, time.UtcTicks)
                .Bind(4, id.Value);
            if (query.Step())
            {
                var found = (query.Int64(0), query.Int64(1), query.Int64(2));
                newest =
                    newest is { } n && (n.Time, n.Id).CompareTo((found.Item2, found.Item3)) > 0
                        ? newest
                        : found;
                query.Reset();
            }
        }

        return newest is { } beat ? (beat.Position, EventReader.Time(beat.Time)) : null;
    }

    /// <summary>Writes what was taken, and the newest position in the transaction that used it.</summary>
    public void Save()
    {
        Flush();
        places.Settle();
        database.Prepare("UPDATE meta SET position = ?1").Bind(1, Position).Run();
    }

    /// <summary>Goes back to what is committed, after a transaction was undone.</summary>
    public void Reload()
    {
        insert.Clear();
        places.Reload();
        Position = database.Scalar("SELECT position FROM meta");
    }
}
