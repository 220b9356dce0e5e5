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

    /// <summary>Each event once, from all rows of it that are given.</summary>
    public static List<StoredEvent> Settle(IEnumerable<EventRow> rows) =>
        [.. rows.GroupBy(row => row.Key).Select(same => SettledEvent.Of([.. same]))];
}
