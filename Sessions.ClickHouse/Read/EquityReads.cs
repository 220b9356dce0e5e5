using Sessions.ClickHouse.Http;
using Sessions.ClickHouse.Rows;

namespace Sessions.ClickHouse.Read;

/// <summary>Answers <see cref="ISessionReader.EquityAsync"/> and <see cref="ISessionReader.SparkLinesAsync"/>.</summary>
internal sealed class EquityReads(ClickHouseHttp http, SessionLoader loader)
{
    public async Task<EquityCurve> CurveAsync(
        string session,
        int points,
        CancellationToken cancellationToken
    )
    {
        var loaded = await loader.LoadAsync([session], cancellationToken);
        if (!loaded.TryGetValue(session, out var found))
        {
            return EquityCurve.Empty;
        }

        return EquityReduction.Of(
            found.HasPoints
                ? await JoinedAsync(session, cancellationToken)
                : await StatedAsync(session, cancellationToken),
            points,
            found.State.Header?.InitialCapital
        );
    }

    /// <summary>Beats are numbered from 1, in each phase or in all: of each session those that a step of its own length meets, then its equity now.</summary>
    public async Task<IReadOnlyDictionary<string, IReadOnlyList<double>>> SparkLinesAsync(
        IReadOnlyCollection<string> ids,
        int points,
        CancellationToken cancellationToken
    )
    {
        var lines = new Dictionary<string, IReadOnlyList<double>>(StringComparer.Ordinal);
        var sessions = (await loader.LoadAsync(ids, cancellationToken))
            .Values.Select(session => session.State)
            .Where(state => state.LatestEquity is not null || state.LatestPnl is not null)
            .ToList();
        if (sessions.Count == 0)
        {
            return lines;
        }

        var room = Math.Max(points, 2) - 1;
        var steps = sessions.Select(state =>
            FormattableString.Invariant(
                $"(session_id = {Sql.Text(state.Id)} AND bitAnd(id, {EventId.MaxBeat}) % {Step(state, room)} = 0)"
            )
        );
        var rows = await http.QueryAsync(
            $"SELECT session_id, id, argMin(equity, time) FROM statement WHERE type = {(int)EventType.Heartbeat} AND id > 0 AND isNotNull(equity) AND ({string.Join(" OR ", steps)}) GROUP BY session_id, id ORDER BY session_id, min(time), id",
            (ref Row row) => (Session: row.Text(), Id: row.Int64(), Equity: row.DoubleOrNull()),
            cancellationToken
        );
        var values = rows.ToLookup(
            row => row.Session,
            row => row.Equity ?? 0,
            StringComparer.Ordinal
        );
        foreach (var state in sessions)
        {
            lines[state.Id] = [.. values[state.Id].Take(room), state.CurrentEquity];
        }

        return lines;
    }

    private static long Step(SessionState state, int room) =>
        Math.Max(1, (state.Counts.Beats + room - 1) / room);

    private async Task<List<(DateTimeOffset Timestamp, double Equity, EventId Id)>> StatedAsync(
        string session,
        CancellationToken cancellationToken
    ) =>
        await http.QueryAsync(
            $"SELECT min(time) AS at, if(any(type) = {(int)EventType.Heartbeat}, argMin(tuple(equity), tuple(time, -ifNull(equity, -inf))).1, max(equity)) AS value, id FROM statement WHERE session_id = {{session:String}} GROUP BY id HAVING isNotNull(value) ORDER BY at, id",
            (ref Row row) =>
                (
                    EventRow.Time(row.Int64()),
                    row.DoubleOrNull() ?? double.NaN,
                    new EventId(row.Int64())
                ),
            cancellationToken,
            ("session", session)
        );

    private async Task<List<(DateTimeOffset Timestamp, double Equity, EventId Id)>> JoinedAsync(
        string session,
        CancellationToken cancellationToken
    )
    {
        var content = await SessionContent.ReadAsync(http, session, null, cancellationToken);
        var events = content.Events.OrderBy(stored => EventCursor.Of(stored.Event)).ToList();
        BeatReads.Join(
            events,
            [
                .. events
                    .Where(stored => stored.Event.Type == EventType.Heartbeat)
                    .Select(stored => EventCursor.Of(stored.Event)),
            ],
            [.. content.Points.OrderBy(point => point.Timestamp)]
        );
        return
        [
            .. events
                .Select(stored => stored.Event)
                .Where(e => e.Figures?.Equity is not null)
                .Select(e => (e.Timestamp, e.Figures!.Equity!.Value, e.Id)),
        ];
    }
}
