using Sessions.Sqlite.Native;

namespace Sessions.Sqlite.Events;

/// <summary>The kinds of events that a session has: a skip scan over the index of their order, one seek for each kind.</summary>
internal static class KindScan
{
    public static List<EventKind> Of(Database database, long session)
    {
        var kinds = new List<EventKind>();
        var next = database.Prepare(
            "SELECT kind FROM event INDEXED BY event_order WHERE session = ?1 AND kind > ?2 ORDER BY kind LIMIT 1"
        );
        var kind = -1L;
        while (next.Bind(1, session).Bind(2, kind).Step())
        {
            kind = next.Int64(0);
            next.Reset();
            kinds.Add(new EventKind(kind));
        }

        return kinds;
    }

    /// <summary>Those of them that are heartbeats.</summary>
    public static List<EventKind> Beats(Database database, long session) =>
        Of(database, session).FindAll(kind => kind.Type == EventType.Heartbeat);

    /// <summary>When the latest event of a kind that the session has took place.</summary>
    public static DateTimeOffset LatestTime(Database database, long session, EventKind kind)
    {
        var query = database
            .Prepare(
                "SELECT time FROM event INDEXED BY event_order WHERE session = ?1 AND kind = ?2 ORDER BY time DESC LIMIT 1"
            )
            .Bind(1, session)
            .Bind(2, kind.Value);
        query.Step();
        var time = EventReader.Time(query.Int64(0));
        query.Reset();
        return time;
    }
}
