using Sessions.Sqlite.Events;

namespace Sessions.Sqlite.Read;

/// <summary>Reads what was committed after a position.</summary>
internal static class FollowReads
{
    public static long Position(ReadConnection connection) =>
        connection.Database.Scalar("SELECT position FROM meta");

    /// <summary>
    /// The next events in commit order, at most <paramref name="limit"/> and fewer when they are large, and the position up
    /// to which was read.
    /// </summary>
    public static (List<StoredEvent> Events, long Position) After(
        ReadConnection connection,
        long position,
        int limit
    )
    {
        var ids = new Dictionary<long, (string Id, bool HasPoints)>();
        var events = new List<StoredEvent>();
        var sessions = new List<long>();
        var query = connection
            .Database.Prepare(
                $"SELECT {EventReader.Columns} FROM event WHERE position > ?1 ORDER BY position LIMIT ?2"
            )
            .Bind(1, position)
            .Bind(2, limit);
        var text = 0L;
        while (text <= EventText.Limit && query.Step())
        {
            var session = query.Int64(5);
            if (!ids.TryGetValue(session, out var known))
            {
                ids[session] = known = Session(connection, session);
            }

            position = query.Int64(0);
            // Retention has taken the session meanwhile, and its events are about to follow.
            if (known.Id.Length > 0)
            {
                events.Add(connection.Rows.Read(query, known.Id));
                sessions.Add(session);
                text += EventText.LengthOf(events[^1].Event);
            }
        }

        query.Reset();

        // The file was replaced by one with fewer commits.
        if (events.Count == 0 && Position(connection) is var newest && newest < position)
        {
            return (events, newest);
        }

        foreach (var session in ids.Where(pair => pair.Value.HasPoints).Select(pair => pair.Key))
        {
            var places = Enumerable
                .Range(0, events.Count)
                .Where(i => sessions[i] == session)
                .ToList();
            var own = places.ConvertAll(i => events[i]);
            BeatReads.Join(connection, session, own);
            for (var i = 0; i < places.Count; i++)
            {
                events[places[i]] = own[i];
            }
        }

        return (events, position);
    }

    private static (string Id, bool HasPoints) Session(ReadConnection connection, long number)
    {
        var query = connection
            .Database.Prepare("SELECT id, has_points FROM session WHERE no = ?1")
            .Bind(1, number);
        if (!query.Step())
        {
            return ("", false);
        }

        var found = (query.Text(0), query.Int64(1) != 0);
        query.Reset();
        return found;
    }
}
