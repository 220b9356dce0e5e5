using Sessions.Sqlite.Events;

namespace Sessions.Sqlite.Read;

/// <summary>Joins the gauge points that came alone to the beats in force at their time.</summary>
internal static class BeatReads
{
    /// <summary>Replaces the beats in a list by what they say with their points.</summary>
    /// <param name="connection">Where the beats and points are.</param>
    /// <param name="session">The session's number.</param>
    /// <param name="events">Events of it, in any order.</param>
    public static void Join(ReadConnection connection, long session, List<StoredEvent> events)
    {
        var beatKinds = KindScan
            .Of(connection.Database, session)
            .FindAll(kind => kind.Type == EventType.Heartbeat);
        for (var i = 0; i < events.Count; i++)
        {
            var stored = events[i];
            if (stored.Event.Type != EventType.Heartbeat)
            {
                continue;
            }

            var next = NextBeat(connection, session, beatKinds, stored.Event);
            var points = PointRows.Read(
                connection.Database,
                connection.Names,
                session,
                stored.Event.SessionId,
                stored.Event.Timestamp - BeatFigures.Slack,
                next
            );
            events[i] = stored with { Event = BeatFigures.Join(stored.Event, next, points) };
        }
    }

    private static DateTimeOffset? NextBeat(
        ReadConnection connection,
        long session,
        List<EventKind> beatKinds,
        SessionEvent beat
    )
    {
        using var walk = new EventWalk(
            connection.Walks,
            session,
            beatKinds,
            (beat.Timestamp.UtcTicks, beat.Id.Value),
            oldestFirst: true
        );
        return walk.Next() is { } beatAfter ? EventReader.Time(beatAfter.Time) : null;
    }
}
