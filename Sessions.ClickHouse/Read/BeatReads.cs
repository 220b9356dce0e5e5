using Sessions.ClickHouse.Http;
using Sessions.ClickHouse.Rows;

namespace Sessions.ClickHouse.Read;

/// <summary>Joins the gauge points that came alone to the beats in force at their time.</summary>
internal sealed class BeatReads(ClickHouseHttp http)
{
    private static readonly EventId End = EventId.Of(
        new SessionEvent
        {
            SessionId = "",
            Type = EventType.RunnerEnd,
            Timestamp = DateTimeOffset.UnixEpoch,
        }
    );

    /// <summary>Identity of every session's end.</summary>
    public static long EndId => End.Value;

    private static readonly string EndTime = FormattableString.Invariant(
        $"(SELECT if(count() = 0, toInt64({long.MaxValue}), min(time)) FROM event WHERE session_id = {{session:String}} AND id = {End.Value})"
    );

    /// <summary>Leaves out a session's beats after its end.</summary>
    public static string BeforeEnd { get; } =
        $"(type != {(int)EventType.Heartbeat} OR time <= {EndTime})";

    /// <summary>Replaces the beats in a list, all of one session, by what they say with their points.</summary>
    public async Task JoinAsync(
        string session,
        List<StoredEvent> events,
        CancellationToken cancellationToken
    )
    {
        var beats = events
            .Where(stored => stored.Event.Type == EventType.Heartbeat)
            .Select(stored => EventCursor.Of(stored.Event))
            .ToList();
        if (beats.Count == 0)
        {
            return;
        }

        var first = beats.Min();
        var points = await PointsAsync(session, first.Timestamp, cancellationToken);
        if (points.Count > 0)
        {
            Join(events, await OrderAsync(session, first, cancellationToken), points);
        }
    }

    /// <param name="events">Of one session; its beats are replaced.</param>
    /// <param name="order">The places of the session's beats, in order, from the first one of the list on.</param>
    /// <param name="points">The session's points, in order of time.</param>
    public static void Join(
        List<StoredEvent> events,
        List<EventCursor> order,
        IReadOnlyList<GaugePoint> points
    )
    {
        for (var i = 0; i < events.Count; i++)
        {
            var beat = events[i].Event;
            if (beat.Type != EventType.Heartbeat)
            {
                continue;
            }

            var at = order.BinarySearch(EventCursor.Of(beat));
            at = at < 0 ? ~at : at + 1;
            DateTimeOffset? next = at < order.Count ? order[at].Timestamp : null;
            var window = points
                .Skip(FirstFrom(points, beat.Timestamp - BeatFigures.Slack))
                .TakeWhile(point => next is null || point.Timestamp < next);
            events[i] = events[i] with { Event = BeatFigures.Join(beat, next, window) };
        }
    }

    private async Task<IReadOnlyList<GaugePoint>> PointsAsync(
        string session,
        DateTimeOffset from,
        CancellationToken cancellationToken
    )
    {
        var rows = await http.QueryAsync(
            $"SELECT {PointRow.Columns} FROM point WHERE session_id = {{session:String}} AND time >= {{from:Int64}} AND time <= {EndTime}",
            PointRow.Read,
            cancellationToken,
            ("session", session),
            ("from", (from - BeatFigures.Slack).UtcTicks)
        );
        return [.. PointRow.Settle(rows.Select(row => row.Point)).OrderBy(p => p.Timestamp)];
    }

    private Task<List<EventCursor>> OrderAsync(
        string session,
        EventCursor from,
        CancellationToken cancellationToken
    ) =>
        http.QueryAsync(
            $"SELECT min(time) AS at, id FROM event WHERE session_id = {{session:String}} AND type = {(int)EventType.Heartbeat} AND time >= {{from:Int64}} AND {BeforeEnd} GROUP BY id ORDER BY at, id",
            (ref Row row) => new EventCursor(EventRow.Time(row.Int64()), new EventId(row.Int64())),
            cancellationToken,
            ("session", session),
            ("from", from.Timestamp.UtcTicks)
        );

    private static int FirstFrom(IReadOnlyList<GaugePoint> points, DateTimeOffset time)
    {
        var (low, high) = (0, points.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = points[middle].Timestamp < time ? (middle + 1, high) : (low, middle);
        }

        return low;
    }
}
