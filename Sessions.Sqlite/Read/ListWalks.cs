using Sessions.Sqlite.Native;

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
        var rows =
            query.Status == SessionStatus.Running
                ? []
                : Walk(request, text, "duration", "AND duration IS NOT NULL");
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
            )} FROM session INDEXED BY {Index(request, key)}
            WHERE 1 {condition} {after}
            {Filters(query)}
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

        BindFilters(walk, query);
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

    /// <summary>The conditions of a query but for its text; <see cref="BindFilters"/> gives parameters 3 to 6 and 11.</summary>
    public static string Filters(SessionQuery query) =>
        $"""
            {(query.Status is null ? "" : "AND status = ?3")}
            {(query.RunnerName is null ? "" : "AND runner = ?4")}
            {(query.From is null ? "" : "AND start >= ?5")}
            {(query.To is null ? "" : "AND start < ?6")}
            {(query.DueBy is null ? "" : "AND status = 0 AND due <= ?11")}
            """;

    public static void BindFilters(Statement walk, SessionQuery query)
    {
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

        if (query.DueBy is { } due)
        {
            walk.Bind(11, due.UtcTicks);
        }
    }

    // Left to itself SQLite takes the index of an equality and sorts all that it finds.
    private static string Index(ListRequest request, string key) =>
        request.FewAreDue ? "session_due"
        : key != "start" ? $"session_{key}"
        : request.Query.RunnerName is not null ? "session_runner"
        : request.Query.Status is not null ? "session_status"
        : "session_start";
}
