using Sessions.Sqlite.Events;
using Sessions.Sqlite.Native;

namespace Sessions.Sqlite.Write;

/// <summary>What the writer asks of the order of a session's events; what waits to be inserted is inserted before.</summary>
internal sealed class EventOrder(Database database, EventInsert insert)
{
    /// <summary>Whether an event whose identity holds its time can be stored already: one later than all of its session cannot.</summary>
    public bool MayHold(HotSession session, SessionEvent e) =>
        e.Timestamp <= session.State.LastEventAt && KindsOf(session).MayHold(e);

    /// <summary>The position of the stored event of an identity that holds its time; null when there is none.</summary>
    public long? PositionOf(HotSession session, SessionEvent e, EventId id)
    {
        insert.Flush();
        foreach (var kind in KindsOf(session).OfType(e.Type))
        {
            var query = database
                .Prepare(
                    "SELECT position FROM event INDEXED BY event_order WHERE session = ?1 AND kind = ?2 AND time = ?3 AND id = ?4"
                )
                .Bind(1, session.Number)
                .Bind(2, kind.Value)
                .Bind(3, e.Timestamp.UtcTicks)
                .Bind(4, id.Value);
            if (query.Step())
            {
                var position = query.Int64(0);
                query.Reset();
                return position;
            }
        }

        return null;
    }

    /// <summary>Time of a session's latest event.</summary>
    public DateTimeOffset? LatestTime(HotSession session)
    {
        insert.Flush();
        DateTimeOffset? latest = null;
        foreach (var kind in KindScan.Of(database, session.Number))
        {
            var time = KindScan.LatestTime(database, session.Number, kind);
            latest = latest > time ? latest : time;
        }

        return latest;
    }

    /// <summary>The kinds of heartbeats that a session has.</summary>
    public List<EventKind> BeatKinds(HotSession session)
    {
        insert.Flush();
        return KindScan.Beats(database, session.Number);
    }

    /// <summary>The newest heartbeat before a place in the order; null without one.</summary>
    public (long Time, long Id, long Position)? BeatBefore(
        HotSession session,
        DateTimeOffset time,
        EventId id
    )
    {
        (long Time, long Id, long Position)? newest = null;
        foreach (var kind in BeatKinds(session))
        {
            var query = database
                .Prepare(
                    """
                    SELECT time, id, position FROM event INDEXED BY event_order
                    WHERE session = ?1 AND kind = ?2 AND (time, id) < (?3, ?4)
                    ORDER BY time DESC, id DESC LIMIT 1
                    """
                )
                .Bind(1, session.Number)
                .Bind(2, kind.Value)
                .Bind(3, time.UtcTicks)
                .Bind(4, id.Value);
            if (query.Step())
            {
                var found = (query.Int64(0), query.Int64(1), query.Int64(2));
                newest = newest?.CompareTo(found) > 0 ? newest : found;
                query.Reset();
            }
        }

        return newest;
    }

    /// <summary>The kind of an event; notes that the session has it.</summary>
    public EventKind KindOf(HotSession session, SessionEvent e)
    {
        var phase = insert.PhaseOf(session, e);
        if (session.State.Phases.Count >= EventKind.MaxPhases)
        {
            phase = KindsOf(session).TellsApart(phase) ? phase : EventKind.OtherPhases;
        }

        var kind = EventKind.Of(phase, e.Type, e.Level);
        session.Kinds?.Note(kind, e.Timestamp);
        return kind;
    }

    private KnownKinds KindsOf(HotSession session)
    {
        if (session.Kinds is null)
        {
            insert.Flush();
            session.Kinds = KnownKinds.Load(database, session.Number);
        }

        return session.Kinds;
    }
}
