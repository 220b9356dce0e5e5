using Sessions.Sqlite.Events;
using Sessions.Sqlite.Series;

namespace Sessions.Sqlite.Read;

/// <summary>Answers what is asked of a session's beats.</summary>
internal static class BeatReads
{
    public static BeatSummary Summary(
        ReadConnection connection,
        string sessionId,
        double? intervalSeconds
    ) =>
        connection.FindSession(sessionId) is { } session
            ? new BeatSeries(connection.Series(session)).Summary(intervalSeconds)
            : BeatSummary.Empty;

    public static IReadOnlyList<BeatGroup> Groups(
        ReadConnection connection,
        string sessionId,
        IReadOnlyList<BeatRange> ranges
    )
    {
        if (connection.FindSession(sessionId) is not { } session)
        {
            return [.. ranges.Select(_ => default(BeatGroup))];
        }

        var beats = new BeatSeries(connection.Series(session));
        return [.. ranges.Select(beats.Group)];
    }

    /// <summary>Replaces the beats in a list by what they say with the gauge points that came alone.</summary>
    /// <param name="connection">Where the beats and points are.</param>
    /// <param name="session">The session's number.</param>
    /// <param name="events">Events of it, in any order.</param>
    public static void Join(ReadConnection connection, long session, List<StoredEvent> events)
    {
        var kinds = KindScan.Beats(connection.Database, session);
        for (var i = 0; i < events.Count; i++)
        {
            var e = events[i].Event;
            if (e.Type == EventType.Heartbeat)
            {
                events[i] = events[i] with
                {
                    Event = BeatJoin.Join(
                        connection.Database,
                        connection.Names,
                        session,
                        kinds,
                        e,
                        e.Id
                    ),
                };
            }
        }
    }
}
