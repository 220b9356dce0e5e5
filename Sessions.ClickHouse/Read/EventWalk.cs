using System.Text;
using Sessions.ClickHouse.Http;
using Sessions.ClickHouse.Rows;

namespace Sessions.ClickHouse.Read;

/// <summary>
/// Goes over a session in order of time and reads, step by step, the events that may be asked for, each settled from all its
/// rows. Rows that stand elsewhere are looked for only of events that may have some
/// (<see cref="EventId.IsOfItsTime"/>).
/// </summary>
internal sealed class EventWalk(ClickHouseHttp http, EventQuery query)
{
    /// <param name="Events">In no order; some may stand before the step or behind it.</param>
    /// <param name="End">The last place of the step; null when there is nothing beyond.</param>
    public sealed record Step(List<StoredEvent> Events, Place? End);

    /// <summary>Of the largest events these hold some 40 MB.</summary>
    private const int SmallStep = 128;

    private bool HasFilter =>
        query.Types.Count > 0
        || query.Levels.Count > 0
        || query.Phases.Count > 0
        || !string.IsNullOrEmpty(query.Text);

    /// <summary>Whether it goes towards newer events.</summary>
    public bool OldestFirst { get; } =
        query.After is not null || (query.Before is null && query.OldestFirst);

    /// <param name="start">Where it begins, exclusive.</param>
    /// <param name="wanted">How many rows it looks at, at least 2.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<Step> NextAsync(Place start, int wanted, CancellationToken cancellationToken)
    {
        wanted = await FittingAsync(start, wanted, cancellationToken);
        var (rows, end) = HasFilter
            ? await FilteredAsync(start, wanted, cancellationToken)
            : await AllAsync(start, wanted, cancellationToken);
        var ids = rows.Select(row => row.Id.Value).ToHashSet();
        var all = await AllPlacesAsync(rows, cancellationToken);
        var elsewhere = all.Where(place => ids.Contains(place.Id))
            .Except(rows.Select(Place.Of))
            .ToList();
        if (elsewhere.Count > 0)
        {
            rows.AddRange(await RowsAsync(elsewhere, cancellationToken));
        }

        return new Step(SettledReads.Settle(rows), end);
    }

    /// <summary>As many of the rows as hold no more text than a page; few rows are not worth the question.</summary>
    private async Task<int> FittingAsync(
        Place start,
        int wanted,
        CancellationToken cancellationToken
    )
    {
        if (wanted <= SmallStep)
        {
            return wanted;
        }

        var lengths = await http.QueryAsync(
            Select(EventRow.TextLength, start, wanted),
            (ref Row row) => row.Int64(),
            cancellationToken,
            Parameters()
        );
        var (fitting, text) = (0, 0L);
        while (fitting < lengths.Count && text <= EventText.Limit)
        {
            text += lengths[fitting++];
        }

        return fitting == lengths.Count ? wanted : Math.Max(fitting, 2);
    }

    /// <summary>Whole rows at once: every one of them is asked for.</summary>
    private async Task<(List<EventRow> Rows, Place? End)> AllAsync(
        Place start,
        int wanted,
        CancellationToken cancellationToken
    )
    {
        var rows = await http.QueryAsync(
            Select(EventRow.Columns, start, wanted),
            EventRow.Read,
            cancellationToken,
            Parameters()
        );
        if (rows.Count < wanted)
        {
            return (rows, null);
        }

        // Of the last place some rows may be left.
        var last = Place.Of(rows[^1]);
        if (Place.Of(rows[0]) == last)
        {
            return await AllAsync(start, 4 * wanted, cancellationToken);
        }

        rows.RemoveAll(row => Place.Of(row) == last);
        return (rows, Place.Of(rows[^1]));
    }

    /// <summary>
    /// First the places that the filter leaves, then all rows there: a row of another writer may say of the same event what
    /// the filter does not ask for.
    /// </summary>
    private async Task<(List<EventRow> Rows, Place? End)> FilteredAsync(
        Place start,
        int wanted,
        CancellationToken cancellationToken
    )
    {
        var places = await http.QueryAsync(
            Select("time, id", start, wanted),
            Place.Read,
            cancellationToken,
            Parameters()
        );
        var rows = places.Count == 0 ? [] : await RowsAsync(places, cancellationToken);
        return (rows, places.Count < wanted ? null : places[^1]);
    }

    /// <summary>All places of those events that may have several.</summary>
    private async Task<List<Place>> AllPlacesAsync(
        List<EventRow> rows,
        CancellationToken cancellationToken
    )
    {
        var ids = rows.Select(row => row.Id)
            .Where(id => !id.IsOfItsTime)
            .Select(id => id.Value)
            .ToHashSet();
        if (ids.Count == 0)
        {
            return [];
        }

        return await http.QueryAsync(
            $"SELECT time, id FROM statement WHERE session_id = {{session:String}} AND id IN ({Sql.Numbers(ids)})",
            Place.Read,
            cancellationToken,
            ("session", query.SessionId)
        );
    }

    private Task<List<EventRow>> RowsAsync(
        IEnumerable<Place> places,
        CancellationToken cancellationToken
    ) =>
        http.QueryAsync(
            $"SELECT {EventRow.Columns} FROM statement WHERE session_id = {{session:String}} AND (time, id) IN ({string.Join(',', places.Distinct())})",
            EventRow.Read,
            cancellationToken,
            ("session", query.SessionId)
        );

    private string Select(string columns, Place start, int limit)
    {
        var (beyond, order) = OldestFirst ? (">", "ASC") : ("<", "DESC");
        var sql = new StringBuilder(
            $"SELECT {columns} FROM statement WHERE session_id = {{session:String}}"
        );
        if (start != Place.First && start != Place.Last)
        {
            sql.Append($" AND time {beyond}= {start.Time} AND (time, id) {beyond} {start}");
        }

        Among(sql, "type", query.Types.Select(type => (long)type));
        Among(sql, "level", query.Levels.Select(level => (long)level));
        if (query.Phases.Count > 0)
        {
            sql.Append($" AND phase IN ({Sql.Texts(query.Phases)})");
        }

        if (query.From is { } from)
        {
            sql.Append($" AND time >= {from.UtcTicks}");
        }

        if (query.To is { } to)
        {
            sql.Append($" AND time < {to.UtcTicks}");
        }

        if (!string.IsNullOrEmpty(query.Text))
        {
            sql.Append(
                " AND (positionCaseInsensitiveUTF8(ifNull(message, ''), {text:String}) > 0 OR positionCaseInsensitiveUTF8(ifNull(checkpoint, ''), {text:String}) > 0 OR positionCaseInsensitiveUTF8(ifNull(error, ''), {text:String}) > 0)"
            );
        }

        // The projection by id has some of these columns too, but would be read whole: only the table is read in order.
        return sql.Append(
                $" ORDER BY time {order}, id {order} LIMIT {limit} SETTINGS optimize_use_projections = 0"
            )
            .ToString();
    }

    private (string, object)[] Parameters() =>
        string.IsNullOrEmpty(query.Text)
            ? [("session", query.SessionId)]
            : [("session", query.SessionId), ("text", query.Text)];

    private static void Among(StringBuilder sql, string column, IEnumerable<long> values)
    {
        var list = Sql.Numbers(values);
        if (list.Length > 0)
        {
            sql.Append($" AND {column} IN ({list})");
        }
    }
}
