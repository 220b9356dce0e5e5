using Sessions.ClickHouse.Http;
using Sessions.ClickHouse.Rows;

namespace Sessions.ClickHouse.Read;

/// <summary>Answers <see cref="ISessionReader.RunnersAsync"/>: the names of a page, then their newest sessions, then the states.</summary>
internal sealed class RunnerReads(ClickHouseHttp http, SessionLoader loader)
{
    public async Task<Page<RunnerSessions>> PageAsync(
        RunnerQuery query,
        CancellationToken cancellationToken
    )
    {
        var limit = Math.Clamp(query.Limit, 1, 500);
        var names = await NamesAsync(query, limit + 1, cancellationToken);
        var page = names.Take(limit).ToList();
        var newest = await NewestAsync(page, cancellationToken);
        var states = await loader.LoadAsync(
            [
                .. newest.SelectMany(sessions =>
                    sessions
                        .Where((session, i) => i == 0 || !session.HasEnded)
                        .Select(session => session.Id)
                ),
            ],
            cancellationToken
        );
        return new Page<RunnerSessions>(
            [
                .. page.Select(name =>
                        RunnerSessions.Of(
                            name,
                            newest[name],
                            newest[name]
                                .Where(session => states.ContainsKey(session.Id))
                                .ToDictionary(
                                    session => session.Id,
                                    session => states[session.Id].State
                                )
                        )
                    )
                    .OfType<RunnerSessions>(),
            ],
            names.Count > limit ? page[^1] : null
        );
    }

    private async Task<List<string>> NamesAsync(
        RunnerQuery query,
        int limit,
        CancellationToken cancellationToken
    )
    {
        var conditions = "1";
        var parameters = new List<(string, object)>();
        if (query.Cursor is { } after)
        {
            conditions += " AND runner > {after:String}";
            parameters.Add(("after", after));
        }

        if (!string.IsNullOrEmpty(query.Text))
        {
            conditions += " AND positionCaseInsensitiveUTF8(runner, {text:String}) > 0";
            parameters.Add(("text", query.Text));
        }

        return await http.QueryAsync(
            $"SELECT DISTINCT toString(runner) AS name FROM session WHERE {conditions} ORDER BY name LIMIT {limit}",
            (ref Row row) => row.Text(),
            cancellationToken,
            [.. parameters]
        );
    }

    private async Task<ILookup<string, RunnerSession>> NewestAsync(
        List<string> names,
        CancellationToken cancellationToken
    )
    {
        var rows =
            names.Count == 0
                ? []
                : await http.QueryAsync(
                    $"""
                    SELECT name, id, begin, state, took FROM {ListReads.Newest}
                    WHERE name IN ({Sql.Texts(names)})
                    ORDER BY name, begin DESC, id DESC LIMIT {RunnerSessions.MostSessions} BY name
                    """,
                    (ref Row row) =>
                        (
                            Name: row.Text(),
                            Session: new RunnerSession(
                                row.Text(),
                                new DateTimeOffset(row.Int64(), TimeSpan.Zero),
                                (SessionStatus)row.Int64(),
                                row.Int64OrNull() is { } ticks ? new TimeSpan(ticks) : null
                            )
                        ),
                    cancellationToken
                );
        return rows.ToLookup(row => row.Name, row => row.Session, StringComparer.Ordinal);
    }
}
