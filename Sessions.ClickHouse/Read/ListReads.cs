using System.Globalization;
using System.Text;
using Sessions.ClickHouse.Http;
using Sessions.ClickHouse.Rows;

namespace Sessions.ClickHouse.Read;

/// <summary>
/// Answers <see cref="ISessionReader.ListAsync"/> and finds a runner's earlier sessions: first the keys, from each
/// session's newest snapshot, then the states of one page.
/// </summary>
internal sealed class ListReads(ClickHouseHttp http, SessionLoader loader)
{
    private const int HistorySessions = 50;

    /// <summary>Each session's columns as its newest snapshot has them.</summary>
    public const string Newest = $"({Columns} GROUP BY session_id)";

    /// <summary>The same of the sessions that ever were those of the parameter <c>runner</c>: few of all snapshots are read.</summary>
    private const string NewestOfRunner =
        $"({Columns} WHERE session_id IN (SELECT session_id FROM session WHERE runner = {{runner:String}}) GROUP BY session_id)";

    private const string Columns =
        "SELECT session_id AS id, argMax(runner, position) AS name, argMax(start, position) AS begin, argMax(status, position) AS state, argMax(tuple(duration), position).1 AS took, argMax(roi, position) AS percent FROM session";

    public async Task<Page<SessionState>> PageAsync(
        SessionQuery query,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var limit = Math.Clamp(query.Limit, 1, 1000);
        if (!ListCursor.TryParse(query.Cursor, query.Sort, now, out var cursor))
        {
            return Page<SessionState>.Empty;
        }

        var parameters = new List<(string, object)>();
        var sql = Select(query, cursor, limit, parameters);
        var rows = await http.QueryAsync(
            sql,
            (ref Row row) => (Id: row.Text(), Key: row.DoubleOrNull(), Ticks: row.Int64()),
            cancellationToken,
            [.. parameters]
        );
        var page = rows.Take(limit).ToList();
        var states = await loader.LoadAsync(page.ConvertAll(row => row.Id), cancellationToken);
        var last = page.LastOrDefault();
        return new Page<SessionState>(
            [.. page.Where(row => states.ContainsKey(row.Id)).Select(row => states[row.Id].State)],
            rows.Count > limit
                ? cursor
                    .At(
                        query.Sort == SessionSort.Roi
                            ? BitConverter.DoubleToInt64Bits(last.Key ?? 0)
                            : last.Ticks,
                        last.Id
                    )
                    .ToString()
                : null
        );
    }

    /// <summary>The newest sessions of a runner that ended in success.</summary>
    public async Task<RunnerHistory> HistoryAsync(
        string runner,
        DateTimeOffset before,
        CancellationToken cancellationToken
    )
    {
        var ids = await http.QueryAsync(
            $"SELECT id FROM {NewestOfRunner} WHERE name = {{runner:String}} AND begin < {{before:Int64}} AND state = {(int)SessionStatus.Success} ORDER BY begin DESC LIMIT {HistorySessions}",
            (ref Row row) => row.Text(),
            cancellationToken,
            ("runner", runner),
            ("before", before.UtcTicks)
        );
        var sessions = await loader.LoadAsync(ids, cancellationToken);
        return RunnerHistory.Of(sessions.Values.Select(session => session.State));
    }

    private static string Select(
        SessionQuery query,
        ListCursor cursor,
        int limit,
        List<(string, object)> parameters
    )
    {
        var isRoi = query.Sort == SessionSort.Roi;
        var key = query.Sort switch
        {
            SessionSort.Start => "begin",
            SessionSort.Roi => "percent",
            _ => FormattableString.Invariant($"ifNull(took, greatest(0, {cursor.Now} - begin))"),
        };
        var (beyond, order) = query.Ascending ? (">", "ASC") : ("<", "DESC");
        var newest = query.RunnerName is null ? Newest : NewestOfRunner;
        var sql = new StringBuilder(
            $"SELECT id, {(isRoi ? "percent" : "0.")}, {(isRoi ? "toInt64(0)" : $"toInt64({key})")} FROM {newest} AS session"
        );
        if (query.NeedsAttention)
        {
            sql.Append(
                CultureInfo.InvariantCulture,
                $" LEFT JOIN (SELECT name, max(begin) AS success FROM {newest} WHERE state = {(int)SessionStatus.Success} GROUP BY name) AS made_up USING (name)"
            );
        }

        // No deadlines are kept here: every running session may be due.
        var statuses = query.Statuses();
        sql.Append(
            CultureInfo.InvariantCulture,
            $" WHERE {(statuses.Count == 0 ? "0" : $"state IN ({string.Join(", ", statuses.Select(status => (int)status))})")}"
        );
        if (query.NeedsAttention)
        {
            sql.Append(
                CultureInfo.InvariantCulture,
                $" AND (state = {(int)SessionStatus.Running} OR begin >= success)"
            );
        }

        if (!cursor.IsStart)
        {
            sql.Append(
                isRoi
                    ? $" AND ({key}, id) {beyond} ({{key:Float64}}, {{last:String}})"
                    : $" AND ({key}, id) {beyond} ({{key:Int64}}, {{last:String}})"
            );
            parameters.Add(
                (
                    "key",
                    // Boxed each by itself: a conditional of both would make a double of the ticks.
                    isRoi ? (object)BitConverter.Int64BitsToDouble(cursor.Key) : cursor.Key
                )
            );
            parameters.Add(("last", cursor.Id));
        }

        if (query.RunnerName is { } runner)
        {
            sql.Append(" AND name = {runner:String}");
            parameters.Add(("runner", runner));
        }

        if (query.From is { } from)
        {
            sql.Append(CultureInfo.InvariantCulture, $" AND begin >= {from.UtcTicks}");
        }

        if (query.To is { } to)
        {
            sql.Append(CultureInfo.InvariantCulture, $" AND begin < {to.UtcTicks}");
        }

        if (!string.IsNullOrEmpty(query.Text))
        {
            sql.Append(
                " AND (positionCaseInsensitiveUTF8(name, {text:String}) > 0 OR startsWith(lower(id), lower({text:String})))"
            );
            parameters.Add(("text", query.Text));
        }

        return sql.Append(
                CultureInfo.InvariantCulture,
                $" ORDER BY {key} {order}, id {order} LIMIT {limit + 1}"
            )
            .ToString();
    }
}
