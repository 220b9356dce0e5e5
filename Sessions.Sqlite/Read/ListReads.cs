using Sessions.Sqlite.State;

namespace Sessions.Sqlite.Read;

/// <summary>Answers <see cref="ISessionReader.ListAsync"/>: rows by the indexes alone, then the states of one page.</summary>
internal static class ListReads
{
    public static Page<SessionState> Page(
        ReadConnection connection,
        SessionQuery query,
        DateTimeOffset now,
        TextBounds? bounds = null
    )
    {
        var limit = Math.Clamp(query.Limit, 1, 1000);
        if (!ListCursor.TryParse(query.Cursor, query.Sort, now, out var cursor))
        {
            return Page<SessionState>.Empty;
        }

        var request = new ListRequest(connection.Database, query, cursor, limit + 1);
        var rows =
            // These are few: each order of them is a walk, whatever else is asked.
            query.DueBy
                is not null
            || query.NeedsAttention
                ? ListWalks.Rows(request, OfFew(connection, query))
            : string.IsNullOrEmpty(query.Text) ? ListWalks.Rows(request, text: null)
            : TextReads.Rows(request, bounds ?? TextBounds.Default);
        return new Page<SessionState>(
            [.. rows.Take(limit).Select(row => State(connection, row.Number))],
            rows.Count > limit
                ? cursor.At(rows[limit - 1].Key, rows[limit - 1].Number).ToString()
                : null
        );
    }

    private static TextMatch? OfFew(ReadConnection connection, SessionQuery query) =>
        string.IsNullOrEmpty(query.Text) ? null : TextMatch.Of(connection.Database, query.Text);

    private static SessionState State(ReadConnection connection, long number)
    {
        var query = connection
            .Database.Prepare(
                "SELECT id, state FROM session CROSS JOIN session_state ON session = no WHERE no = ?1"
            )
            .Bind(1, number);
        query.Step();
        var state = StateCodec.Read(query.Text(0), query.Blob(1));
        query.Reset();
        return state;
    }
}
