namespace Sessions.Sqlite.Read;

/// <summary>Rows of a list: each order is a walk over its index, by keyset.</summary>
internal static class ListWalks
{
    public static List<ListRow> Rows(ListRequest request, TextMatch? text) =>
        request.Query.Sort switch
        {
            SessionSort.Start => ByStart(request, text),
            SessionSort.Roi => Walk(request, text, "roi", ""),
            _ => ByDuration(request, text),
        };

    public static List<ListRow> ByStart(ListRequest request, TextMatch? text) =>
        Walk(request, text, "start", "");

    /// <summary>
    /// Ended sessions have a duration; that of running ones grows, all alike, so their order is that of their starts,
    /// and both walks are merged as of the moment of the first page.
    /// </summary>
    private static List<ListRow> ByDuration(ListRequest request, TextMatch? text)
    {
        var (query, cursor) = (request.Query, request.Cursor);
        var rows = Walk(request, text, "duration", "AND duration IS NOT NULL");
        if (query.Status is null or SessionStatus.Running)
        {
            var running = request with
            {
                Query = query with { Status = SessionStatus.Running, Ascending = !query.Ascending },
                Cursor = cursor with { Key = cursor.Now - cursor.Key },
            };
            rows.AddRange(
                Walk(running, text, "start", "", numberAscending: query.Ascending)
                    .Select(row => row with { Key = cursor.Now - row.Key })
            );
        }

        rows.Sort(request.Order);
        return rows;
    }

    private static List<ListRow> Walk(
        ListRequest request,
        TextMatch? text,
        string key,
        string condition,
        bool? numberAscending = null
    )
    {
        var (query, cursor) = (request.Query, request.Cursor);
        var (beyond, order) = query.Ascending ? (">", "ASC") : ("<", "DESC");
        var (numberBeyond, numberOrder) =
            (numberAscending ?? query.Ascending) ? (">", "ASC") : ("<", "DESC");
        var after =
            cursor.IsStart ? ""
            : beyond == numberBeyond ? $"AND ({key}, no) {beyond} (?1, ?2)"
            : $"AND {key} {beyond}= ?1 AND ({key} {beyond} ?1 OR no {numberBeyond} ?2)";
        var walk = request.Database.Prepare(
            $"""
            SELECT {key}, no{(
                text?.Ids is null ? "" : $", {TextMatch.ByRunner}"
            )} FROM session INDEXED BY {Index(query, key)}
            WHERE 1 {condition} {after}
            {(query.Status is null ? "" : "AND status = ?3")}
            {(query.RunnerName is null ? "" : "AND runner = ?4")}
            {(query.From is null ? "" : "AND start >= ?5")}
            {(query.To is null ? "" : "AND start < ?6")}
            {(text is { Ids: null } ? $"AND {TextMatch.ByEither}" : "")}
            ORDER BY {key} {order}, no {numberOrder} LIMIT ?10
            """
        );
        if (!cursor.IsStart)
        {
            _ =
                query.Sort == SessionSort.Roi
                    ? walk.Bind(1, (double?)BitConverter.Int64BitsToDouble(cursor.Key))
                    : walk.Bind(1, cursor.Key);
            walk.Bind(2, cursor.Number);
        }

        if (query.Status is { } status)
        {
            walk.Bind(3, (long)status);
        }

        if (query.RunnerName is { } runner)
        {
            walk.Bind(4, runner);
        }

        if (query.From is { } from)
        {
            walk.Bind(5, from.UtcTicks);
        }

        if (query.To is { } to)
        {
            walk.Bind(6, to.UtcTicks);
        }

        text?.Bind(walk);
        // Where the ids are known they are held against the rows here, as many as it takes.
        walk.Bind(10, text?.Ids is null ? request.Limit : -1);
        var rows = new List<ListRow>();
        while (rows.Count < request.Limit && walk.Step())
        {
            if (text?.Ids is { } ids && walk.Int64(2) == 0 && !ids.Contains(walk.Int64(1)))
            {
                continue;
            }

            rows.Add(
                new ListRow(
                    query.Sort == SessionSort.Roi
                        ? BitConverter.DoubleToInt64Bits(walk.DoubleOrNull(0) ?? 0)
                        : walk.Int64(0),
                    walk.Int64(1)
                )
            );
        }

        walk.Reset();
        return rows;
    }

    // Left to itself SQLite takes the index of an equality and sorts all that it finds.
    private static string Index(SessionQuery query, string key) =>
        key != "start" ? $"session_{key}"
        : query.RunnerName is not null ? "session_runner"
        : query.Status is not null ? "session_status"
        : "session_start";
}
