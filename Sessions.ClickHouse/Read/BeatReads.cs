using Sessions.ClickHouse.Http;
using Sessions.ClickHouse.Rows;

namespace Sessions.ClickHouse.Read;

/// <summary>Joins the gauge points that came alone to the beats in force at their time.</summary>
internal sealed class BeatReads(ClickHouseHttp http)
{
    /// <summary>Replaces the beats in these lists by what they say with their points.</summary>
    public async Task JoinAsync(
        IEnumerable<SessionBeats> sessions,
        CancellationToken cancellationToken
    )
    {
        var with = sessions.Where(session => session.First is not null).ToList();
        if (with.Count == 0)
        {
            return;
        }

        var points = await PointsAsync(with, cancellationToken);
        with.RemoveAll(session => !points.Contains(session.Id));
        if (with.Count == 0)
        {
            return;
        }

        var order = await OrderAsync(with, cancellationToken);
        foreach (var session in with)
        {
            Join(session.Events, [.. order[session.Id]], [.. points[session.Id]]);
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

    /// <summary>The sessions' points from their first beats on, in order of time.</summary>
    private async Task<ILookup<string, GaugePoint>> PointsAsync(
        List<SessionBeats> sessions,
        CancellationToken cancellationToken
    )
    {
        var rows = await http.QueryAsync(
            $"SELECT {PointRow.Columns} FROM point WHERE {Ranges(sessions, BeatFigures.Slack)}",
            PointRow.Read,
            cancellationToken
        );
        return PointRow
            .Settle(rows.Select(row => row.Point))
            .OrderBy(point => point.Timestamp)
            .ToLookup(point => point.SessionId, StringComparer.Ordinal);
    }

    /// <summary>The places of the sessions' beats, in order, from their first ones on.</summary>
    private async Task<ILookup<string, EventCursor>> OrderAsync(
        List<SessionBeats> sessions,
        CancellationToken cancellationToken
    )
    {
        var rows = await http.QueryAsync(
            $"SELECT session_id, min(time) AS at, id FROM statement WHERE type = {(int)EventType.Heartbeat} AND ({Ranges(sessions, TimeSpan.Zero)}) GROUP BY session_id, id ORDER BY at, id",
            (ref Row row) =>
                (
                    Session: row.Text(),
                    Place: new EventCursor(EventRow.Time(row.Int64()), new EventId(row.Int64()))
                ),
            cancellationToken
        );
        return rows.ToLookup(row => row.Session, row => row.Place, StringComparer.Ordinal);
    }

    /// <summary>From the sessions' first beats, or so much earlier, on.</summary>
    private static string Ranges(List<SessionBeats> sessions, TimeSpan earlier) =>
        string.Join(
            " OR ",
            sessions.Select(session =>
                FormattableString.Invariant(
                    $"(session_id = {Sql.Text(session.Id)} AND time >= {(session.First!.Value - earlier).UtcTicks})"
                )
            )
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
