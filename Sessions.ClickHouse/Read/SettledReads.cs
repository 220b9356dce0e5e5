using Sessions.ClickHouse.Http;
using Sessions.ClickHouse.Rows;

namespace Sessions.ClickHouse.Read;

/// <summary>Reads events, each settled from all its rows.</summary>
internal static class SettledReads
{
    /// <summary>Events by their identity.</summary>
    public static async Task<List<StoredEvent>> SettledAsync(
        this ClickHouseHttp http,
        IReadOnlyCollection<(string Session, long Id)> keys,
        CancellationToken cancellationToken
    )
    {
        if (keys.Count == 0)
        {
            return [];
        }

        var conditions = keys.GroupBy(key => key.Session, StringComparer.Ordinal)
            .Select(same =>
                $"(session_id = {Sql.Text(same.Key)} AND id IN ({Sql.Numbers(same.Select(key => key.Id))}))"
            );
        return Settle(
            await http.QueryAsync(
                EventRow.Select(string.Join(" OR ", conditions)),
                EventRow.Read,
                cancellationToken
            )
        );
    }

    /// <summary>
    /// Events of one session, of each of which a row is known to stand at a place, and more by their ids. Other places are
    /// looked for only of events that may have some.
    /// </summary>
    public static async Task<List<StoredEvent>> SettledAsync(
        this ClickHouseHttp http,
        string session,
        IReadOnlyCollection<Place> places,
        IReadOnlyCollection<long> ids,
        CancellationToken cancellationToken
    )
    {
        var movable = places
            .Select(place => place.Id)
            .Where(id => !new EventId(id).IsOfItsTime)
            .Concat(ids)
            .ToHashSet();
        var elsewhere =
            movable.Count == 0
                ? ""
                : $" OR (time, id) IN (SELECT time, id FROM statement WHERE session_id = {{session:String}} AND id IN ({Sql.Numbers(movable)}))";
        var here = string.Join(
            ',',
            places.Select(place => FormattableString.Invariant($"({place.Time},{place.Id})"))
        );
        return Settle(
            await http.QueryAsync(
                $"SELECT {EventRow.Columns} FROM statement WHERE session_id = {{session:String}} AND ((time, id) IN ({here}){elsewhere})",
                EventRow.Read,
                cancellationToken,
                ("session", session)
            )
        );
    }

    private static List<StoredEvent> Settle(List<EventRow> rows) =>
        [.. rows.GroupBy(row => row.Key).Select(same => SettledEvent.Of([.. same]))];
}
