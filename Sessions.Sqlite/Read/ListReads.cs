using System.Globalization;
using Sessions.Sqlite.Native;

namespace Sessions.Sqlite.Read;

/// <summary>Answers <see cref="ISessionReader.ListAsync"/>: each order is a walk over its index, by keyset.</summary>
internal static class ListReads
{
    private readonly record struct Row(long Key, long Number, SessionState State);

    public static Page<SessionState> Page(
        ReadConnection connection,
        SessionQuery query,
        DateTimeOffset now
    )
    {
        var limit = Math.Clamp(query.Limit, 1, 1000);
        if (!ListCursor.TryParse(query.Cursor, query.Sort, now, out var cursor))
        {
            return Page<SessionState>.Empty;
        }

        var rows = query.Sort switch
        {
            SessionSort.Start => Walk(connection, query, cursor, limit, "start", ""),
            SessionSort.Roi => Walk(connection, query, cursor, limit, "roi", ""),
            _ => ByDuration(connection, query, cursor, limit),
        };
        var page = rows.Take(limit).Select(row => row.State).ToList();
        return new Page<SessionState>(
            page,
            rows.Count > limit
                ? cursor.At(rows[limit - 1].Key, rows[limit - 1].Number).ToString()
                : null
        );
    }

    /// <summary>
    /// Ended sessions have a duration; that of running ones grows, all alike, so their order is that of their starts,
    /// and both walks are merged as of the moment of the first page.
    /// </summary>
    private static List<Row> ByDuration(
        ReadConnection connection,
        SessionQuery query,
        ListCursor cursor,
        int limit
    )
    {
        var ended = Walk(connection, query, cursor, limit, "duration", "AND duration IS NOT NULL");
        var running = query.Status is null or SessionStatus.Running
            ? Walk(
                connection,
                query with
                {
                    Status = SessionStatus.Running,
                    Ascending = !query.Ascending,
                },
                cursor with
                {
                    Key = cursor.Now - cursor.Key,
                },
                limit,
                "start",
                "",
                numberAscending: query.Ascending
            )
            : [];
        var both = ended.Concat(running.Select(row => row with { Key = cursor.Now - row.Key }));

        return
        [
            .. query.Ascending
                ? both.OrderBy(row => row.Key).ThenBy(row => row.Number)
                : both.OrderByDescending(row => row.Key).ThenByDescending(row => row.Number),
        ];
    }

    private static List<Row> Walk(
        ReadConnection connection,
        SessionQuery query,
        ListCursor cursor,
        int limit,
        string key,
        string condition,
        bool? numberAscending = null
    )
    {
        var (beyond, order) = query.Ascending ? (">", "ASC") : ("<", "DESC");
        var (numberBeyond, numberOrder) =
            (numberAscending ?? query.Ascending) ? (">", "ASC") : ("<", "DESC");
        var after =
            cursor.IsStart ? ""
            : beyond == numberBeyond ? $"AND ({key}, no) {beyond} (?1, ?2)"
            : $"AND {key} {beyond}= ?1 AND ({key} {beyond} ?1 OR no {numberBeyond} ?2)";
        var walk = connection.Database.Prepare(
            $"""
            SELECT {key}, no, state FROM session INDEXED BY {Index(query, key)}
            WHERE 1 {condition} {after}
            {(query.Status is null ? "" : "AND status = ?3")}
            {(query.RunnerName is null ? "" : "AND runner = ?4")}
            {(query.From is null ? "" : "AND start >= ?5")}
            {(query.To is null ? "" : "AND start < ?6")}
            {(
                string.IsNullOrEmpty(query.Text)
                    ? ""
                    : @"AND (runner LIKE ?7 ESCAPE '\' OR id LIKE ?8 ESCAPE '\')"
            )}
            ORDER BY {key} {order}, no {numberOrder} LIMIT ?9
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

        if (!string.IsNullOrEmpty(query.Text))
        {
            var text = Escape(query.Text);
            walk.Bind(7, $"%{text}%").Bind(8, $"{text}%");
        }

        return Rows(walk.Bind(9, limit + 1), query.Sort);
    }

    // Left to itself SQLite takes the index of an equality and sorts all that it finds.
    private static string Index(SessionQuery query, string key) =>
        key != "start" ? $"session_{key}"
        : query.RunnerName is not null ? "session_runner"
        : query.Status is not null ? "session_status"
        : "session_start";

    private static List<Row> Rows(Statement walk, SessionSort sort)
    {
        var rows = new List<Row>();
        while (walk.Step())
        {
            rows.Add(
                new Row(
                    sort == SessionSort.Roi
                        ? BitConverter.DoubleToInt64Bits(walk.DoubleOrNull(0) ?? 0)
                        : walk.Int64(0),
                    walk.Int64(1),
                    SessionStateJson.Read(walk.Blob(2))
                )
            );
        }

        return rows;
    }

    private static string Escape(string text) =>
        text.Replace(@"\", @"\\", StringComparison.Ordinal)
            .Replace("%", @"\%", StringComparison.Ordinal)
            .Replace("_", @"\_", StringComparison.Ordinal);
}

/// <summary>Where a page of the list ended.</summary>
/// <param name="Sort">The order that it belongs to.</param>
/// <param name="Now">Ticks of the first page's moment, to which running sessions' durations count.</param>
/// <param name="Key">Sort key of the last row: ticks, or the bits of the ROI.</param>
/// <param name="Number">Number of the last row.</param>
/// <param name="IsStart">Before the first row.</param>
internal readonly record struct ListCursor(
    SessionSort Sort,
    long Now,
    long Key,
    long Number,
    bool IsStart
)
{
    public static bool TryParse(
        string? text,
        SessionSort sort,
        DateTimeOffset now,
        out ListCursor cursor
    )
    {
        cursor = new ListCursor(sort, now.UtcTicks, 0, 0, IsStart: true);
        if (text is null)
        {
            return true;
        }

        if (
            text.Split('_') is not [var order, var at, var key, var number]
            || order != WireName.Of(sort)
            || !long.TryParse(at, NumberStyles.None, CultureInfo.InvariantCulture, out var ticks)
            || !long.TryParse(
                key,
                NumberStyles.AllowLeadingSign,
                CultureInfo.InvariantCulture,
                out var value
            )
            || !long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var no)
        )
        {
            return false;
        }

        cursor = new ListCursor(sort, ticks, value, no, IsStart: false);
        return true;
    }

    public ListCursor At(long key, long number) =>
        this with
        {
            Key = key,
            Number = number,
            IsStart = false,
        };

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{WireName.Of(Sort)}_{Now}_{Key}_{Number}");
}
