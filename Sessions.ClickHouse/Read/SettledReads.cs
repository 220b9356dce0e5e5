using Sessions.ClickHouse.Http;
using Sessions.ClickHouse.Rows;

namespace Sessions.ClickHouse.Read;

/// <summary>Reads events by their identity, each settled from all its rows.</summary>
internal static class SettledReads
{
    public static async Task<List<StoredEvent>> SettledAsync(
        this ClickHouseHttp http,
        IReadOnlyCollection<(string Session, long Id)> keys,
        CancellationToken cancellationToken
    )
    {
        var events = new List<StoredEvent>(keys.Count);
        if (keys.Count == 0)
        {
            return events;
        }

        var conditions = keys.GroupBy(key => key.Session, StringComparer.Ordinal)
            .Select(same =>
                $"(session_id = {Sql.Text(same.Key)} AND id IN ({Sql.Numbers(same.Select(key => key.Id))}))"
            );
        var rows = await http.QueryAsync(
            $"SELECT {EventRow.Columns} FROM event WHERE {string.Join(" OR ", conditions)}",
            EventRow.Read,
            cancellationToken
        );
        foreach (var same in rows.GroupBy(row => row.Key))
        {
            events.Add(SettledEvent.Of([.. same]));
        }

        return events;
    }
}
