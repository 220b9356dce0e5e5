using Sessions.Sqlite.Native;

namespace Sessions.Sqlite.Read;

/// <summary>Rows of a list: each order is a walk over its index, by keyset.</summary>
internal static class ListWalks
{
    public static List<ListRow> Rows(ListRequest request, TextMatch? text)
    {
        var isByDuration = request.Query.Sort == SessionSort.Duration;
        var rows = new List<ListRow>();
        foreach (var part in ListParts.Of(request.Query, separates: isByDuration))
        {
            var own = request with { Query = part };
            rows.AddRange(
                isByDuration
                    ? ByDuration(own, text)
                    : Walk(own, text, request.Query.Sort == SessionSort.Roi ? "roi" : "start", "")
            );
        }

        rows.Sort(request.Order);
        return rows;
    }

    /// <summary>
    /// Ended sessions have a duration; that of running ones grows, all alike, so their order is that of their starts, as
    /// of the moment of the first page.
    /// </summary>
    private static List<ListRow> ByDuration(ListRequest part, TextMatch? text)
    {
        var (query, cursor) = (part.Query, part.Cursor);
        if (!query.AnyOf.Contains(SessionStatus.Running))
        {
            return Walk(part, text, "duration", "AND duration IS NOT NULL");
        }

        var running = part with
        {
            Query = query with { Ascending = !query.Ascending },
            Cursor = cursor with { Key = cursor.Now - cursor.Key },
        };
        return Walk(running, text, "start", "", numberAscending: query.Ascending)
            .ConvertAll(row => row with { Key = cursor.Now - row.Key });
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

    /// <summary>
    /// The conditions of a part (<see cref="ListParts"/>) but for its text; <see cref="BindFilters"/> gives parameters 4 to
    /// 6 and 11.
    /// </summary>
    public static string Filters(SessionQuery part) =>
        $"""
            {(
                ListParts.IsAny(part) ? ""
                : part.AnyOf is [var status] ? $"AND status = {(int)status}"
                : $"AND status IN ({string.Join(", ", part.AnyOf.Select(status => (int)status))})"
            )}
            {(part.RunnerName is null ? "" : "AND runner = ?4")}
            {(part.From is null ? "" : "AND start >= ?5")}
            {(part.To is null ? "" : "AND start < ?6")}
            {(part.DueBy is null ? "" : "AND due <= ?11")}
            {(part.NeedsAttention ? "AND attention = 1" : "")}
            """;

    public static void BindFilters(Statement walk, SessionQuery query)
    {
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
    private static string Index(ListRequest part, string key) =>
        part.Query.NeedsAttention ? "session_attention"
        : part.Query.DueBy is not null && part.FewAreDue ? "session_due"
        : key != "start" ? $"session_{key}"
        : part.Query.RunnerName is not null ? "session_runner"
        : part.Query.AnyOf.Count == 1 ? "session_status"
        : "session_start";
}
