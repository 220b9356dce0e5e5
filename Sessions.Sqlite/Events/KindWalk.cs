using Sessions.Sqlite.Native;

namespace Sessions.Sqlite.Events;

/// <summary>
/// The kinds of events that a session has: a loose walk over its settled places, one seek for each kind, and a look at
/// the recent ones.
/// </summary>
internal static class KindWalk
{
    public static List<EventKind> Of(
        Database database,
        long session,
        IReadOnlyCollection<Place> recent
    )
    {
        var kinds = Settled(database, session);
        foreach (var place in recent)
        {
            if (!kinds.Contains(place.Kind))
            {
                kinds.Add(place.Kind);
            }
        }

        return kinds;
    }

    /// <summary>The kinds of the settled places.</summary>
    public static List<EventKind> Settled(Database database, long session)
    {
        var kinds = new List<EventKind>();
        var next = database.Prepare(
            "SELECT kind FROM place_settled WHERE session = ?1 AND kind > ?2 ORDER BY kind LIMIT 1"
        );
        var kind = -1L;
        while (true)
        {
            next.Bind(1, session).Bind(2, kind);
            if (!next.Step())
            {
                return kinds;
            }

            kind = next.Int64(0);
            next.Reset();
            kinds.Add(new EventKind(kind));
        }
    }

    /// <summary>When the latest settled event of a kind that the session has took place.</summary>
    public static DateTimeOffset LatestTime(Database database, long session, EventKind kind)
    {
        var query = database
            .Prepare(
                "SELECT time FROM place_settled WHERE session = ?1 AND kind = ?2 ORDER BY time DESC LIMIT 1"
            )
            .Bind(1, session)
            .Bind(2, kind.Value);
        query.Step();
        var time = EventReader.Time(query.Int64(0));
        query.Reset();
        return time;
    }
}
