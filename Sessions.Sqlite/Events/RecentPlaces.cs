using Sessions.Sqlite.Native;

namespace Sessions.Sqlite.Events;

/// <summary>
/// The places of a session that are not settled yet: a chain through its newest events, each of which says how far back
/// in commit order the one before it stands. The session's state says where it begins.
/// </summary>
internal static class RecentPlaces
{
    /// <returns>The places in commit order, a few dozen at most; a new list.</returns>
    public static List<Place> Read(Database database, long session) =>
        ReadFrom(database, session, Newest(database, session));

    /// <summary>The same for whoever knows where the chain begins.</summary>
    public static List<Place> ReadFrom(Database database, long session, long? newest)
    {
        var places = new List<Place>();
        var position = newest;
        var query = database.Prepare(
            """
            SELECT kind, time, id, iif(back > 0, position - back, NULL) FROM event
            WHERE position = ?1 AND session = ?2
            """
        );
        while (position is { } at && query.Bind(1, at).Bind(2, session).Step())
        {
            places.Add(
                new Place(new EventKind(query.Int64(0)), query.Int64(1), query.Int64(2), at)
            );
            position = query.Int64OrNull(3);
            query.Reset();
        }

        places.Reverse();
        return places;
    }

    private static long? Newest(Database database, long session)
    {
        var query = database
            .Prepare("SELECT recent FROM session_state WHERE session = ?1")
            .Bind(1, session);
        if (!query.Step())
        {
            return null;
        }

        var newest = query.Int64OrNull(0);
        query.Reset();
        return newest;
    }
}
