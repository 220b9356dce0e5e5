using Sessions.Sqlite.Native;

namespace Sessions.Sqlite.Events;

/// <summary>Joins the gauge points that came alone to the current heartbeat of their time.</summary>
internal static class BeatJoin
{
    /// <summary>What a beat says with its points.</summary>
    /// <param name="database">Where they are.</param>
    /// <param name="names">Of the phases.</param>
    /// <param name="session">The session's number.</param>
    /// <param name="beatKinds">The kinds of heartbeats that it has.</param>
    /// <param name="beat">The heartbeat as it is stored.</param>
    /// <param name="id">Its identity.</param>
    public static SessionEvent Join(
        Database database,
        NameTable names,
        long session,
        IReadOnlyList<EventKind> beatKinds,
        SessionEvent beat,
        EventId id
    )
    {
        DateTimeOffset? next = null;
        foreach (var kind in beatKinds)
        {
            var query = database
                .Prepare(
                    """
                    SELECT time FROM event INDEXED BY event_order
                    WHERE session = ?1 AND kind = ?2 AND (time, id) > (?3, ?4) ORDER BY time, id LIMIT 1
                    """
                )
                .Bind(1, session)
                .Bind(2, kind.Value)
                .Bind(3, beat.Timestamp.UtcTicks)
                .Bind(4, id.Value);
            if (query.Step())
            {
                var time = EventReader.Time(query.Int64(0));
                next = next < time ? next : time;
                query.Reset();
            }
        }

        var points = PointRows.Read(
            database,
            names,
            session,
            beat.SessionId,
            beat.Timestamp - BeatFigures.Slack,
            next
        );
        return BeatFigures.Join(beat, next, points);
    }
}
