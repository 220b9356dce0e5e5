using System.Globalization;
using System.Text;
using Sessions.ClickHouse.Http;
using Sessions.ClickHouse.Rows;

namespace Sessions.ClickHouse.Write;

/// <summary>What the store has already of the events and points of a batch.</summary>
internal sealed class KnownRows(ClickHouseHttp http)
{
    /// <summary>Rows by session and id.</summary>
    public async Task<Dictionary<(string Session, long Id), List<EventRow>>> EventsAsync(
        IReadOnlyCollection<(string Session, long Id)> keys,
        CancellationToken cancellationToken
    )
    {
        var known = new Dictionary<(string Session, long Id), List<EventRow>>();
        foreach (var some in keys.Chunk(20_000))
        {
            var rows = await http.QueryAsync(
                EventRow.Select($"(session_id, id) IN ({Pairs(some)})"),
                EventRow.Read,
                cancellationToken
            );
            foreach (var row in rows)
            {
                if (!known.TryGetValue(row.Key, out var same))
                {
                    known[row.Key] = same = [];
                }

                same.Add(row);
            }
        }

        return known;
    }

    /// <summary>The highest number of a stored beat of each of these sessions that has any.</summary>
    public async Task<Dictionary<string, long>> HighestBeatsAsync(
        IReadOnlyCollection<string> sessions,
        CancellationToken cancellationToken
    )
    {
        var rows = await http.QueryAsync(
            $"SELECT session_id, max(id) FROM statement WHERE session_id IN ({Sql.Texts(sessions)}) AND id >= 0 GROUP BY session_id",
            (ref Row row) => (Session: row.Text(), Number: row.Int64()),
            cancellationToken
        );
        return rows.ToDictionary(row => row.Session, row => row.Number, StringComparer.Ordinal);
    }

    /// <summary>The greatest value taken in at each place, for all places of these sessions and times.</summary>
    public async Task<Dictionary<GaugePoint, double>> PointsAsync(
        IReadOnlyCollection<(string Session, long Time)> places,
        Predicate<PointRow> isTakenIn,
        CancellationToken cancellationToken
    )
    {
        var known = new Dictionary<GaugePoint, double>();
        foreach (var some in places.Chunk(20_000))
        {
            var rows = await http.QueryAsync(
                $"SELECT {PointRow.Columns} FROM point WHERE (session_id, time) IN ({Pairs(some)})",
                PointRow.Read,
                cancellationToken
            );
            foreach (var row in rows.Where(row => isTakenIn(row)))
            {
                known[row.Key] = known.TryGetValue(row.Key, out var other)
                    ? Math.Max(other, row.Point.Value)
                    : row.Point.Value;
            }
        }

        return known;
    }

    private static string Pairs(IEnumerable<(string Session, long Number)> pairs)
    {
        var text = new StringBuilder();
        foreach (var (session, number) in pairs)
        {
            text.Append(text.Length > 0 ? ",(" : "(")
                .Append(Sql.Text(session))
                .Append(',')
                .Append(number.ToString(CultureInfo.InvariantCulture))
                .Append(')');
        }

        return text.ToString();
    }
}
