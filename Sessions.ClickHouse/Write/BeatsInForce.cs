using Sessions.ClickHouse.Http;
using Sessions.ClickHouse.Rows;

namespace Sessions.ClickHouse.Write;

/// <summary>Finds the beats that say something else because of a batch's points or beats, so that the live tail shows them again.</summary>
internal sealed class BeatsInForce(ClickHouseHttp http)
{
    /// <summary>A beat that is further back is not shown again; its figures are right when it is read.</summary>
    private static readonly TimeSpan LongestInterval = TimeSpan.FromDays(1);

    /// <summary>Rows by event, of the stored beats right before each of these places.</summary>
    public async Task<IEnumerable<List<EventRow>>> FindAsync(
        IReadOnlyCollection<(string Session, EventCursor Before)> places,
        CancellationToken cancellationToken
    )
    {
        if (places.Count == 0)
        {
            return [];
        }

        var ranges = places
            .GroupBy(place => place.Session, StringComparer.Ordinal)
            .Select(same =>
                FormattableString.Invariant(
                    $"(session_id = {Sql.Text(same.Key)} AND time BETWEEN {same.Min(p => p.Before.Timestamp.UtcTicks) - LongestInterval.Ticks} AND {same.Max(p => p.Before.Timestamp.UtcTicks)})"
                )
            );
        var beats = await http.QueryAsync(
            $"SELECT {EventRow.Columns} FROM statement WHERE type = {(int)EventType.Heartbeat} AND ({string.Join(" OR ", ranges)})",
            EventRow.Read,
            cancellationToken
        );
        var found = new Dictionary<(string Session, long Id), List<EventRow>>();
        foreach (var same in beats.GroupBy(row => row.Event.SessionId, StringComparer.Ordinal))
        {
            var byPlace = same.GroupBy(row => row.Id)
                .Select(rows => rows.ToList())
                .OrderBy(rows => EventCursor.Of(SettledEvent.Of(rows).Event))
                .ToList();
            foreach (var (_, before) in places.Where(place => place.Session == same.Key))
            {
                var at = byPlace.FindLastIndex(rows =>
                    EventCursor.Of(SettledEvent.Of(rows).Event).CompareTo(before) < 0
                );
                if (at >= 0)
                {
                    found[byPlace[at][0].Key] = byPlace[at];
                }
            }
        }

        return found.Values;
    }
}
