using Sessions.ClickHouse.Http;
using Sessions.ClickHouse.Rows;

namespace Sessions.ClickHouse.Write;

/// <summary>
/// Which trace belongs to which session, and the events that wait to know. A trace is written down before its waiting
/// events are looked for, and an event waits before its trace is looked for once more: of two collectors that do it at
/// the same moment, one finds the other.
/// </summary>
internal sealed class Traces(ClickHouseHttp http, int capacity)
{
    private const int Remembered = 65_536;

    private readonly Dictionary<string, string> _sessions = [];

    /// <summary>The sessions of those traces that are known.</summary>
    public async Task<Dictionary<string, string>> FindAsync(
        IReadOnlyCollection<string> traces,
        CancellationToken cancellationToken
    )
    {
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        var unknown = new List<string>();
        foreach (var trace in traces)
        {
            if (_sessions.TryGetValue(trace, out var session))
            {
                found[trace] = session;
            }
            else
            {
                unknown.Add(trace);
            }
        }

        if (unknown.Count == 0)
        {
            return found;
        }

        var rows = await http.QueryAsync(
            $"SELECT trace_id, argMin(session_id, position) FROM trace WHERE trace_id IN ({Sql.Texts(unknown)}) GROUP BY trace_id",
            (ref Row row) => (Trace: row.Text(), Session: row.Text()),
            cancellationToken
        );
        foreach (var (trace, session) in rows)
        {
            found[trace] = session;
            Remember(trace, session);
        }

        return found;
    }

    /// <summary>Writes down new traces.</summary>
    /// <returns>What waited for them, as events of their sessions, with their own time of arrival.</returns>
    public async Task<List<(SessionEvent Event, DateTimeOffset ArrivedAt)>> AddAsync(
        IReadOnlyDictionary<string, string> sessions,
        WriterIdentity identity,
        CancellationToken cancellationToken
    )
    {
        if (sessions.Count == 0)
        {
            return [];
        }

        var position = identity.Next();
        var body = new RowBody();
        foreach (var (trace, session) in sessions)
        {
            body.Begin().Add(trace).Add(session).Add(position).End();
        }

        await http.InsertAsync(
            "trace",
            "trace_id, session_id, position",
            body,
            $"t{identity.Writer}-{position}",
            cancellationToken
        );
        var owners = await FindAsync([.. sessions.Keys], cancellationToken);
        return await WaitedAsync(owners, cancellationToken);
    }

    /// <summary>Lets events wait, the oldest of all giving way to keep the bound.</summary>
    /// <returns>How many had to give way.</returns>
    public async Task<int> WaitAsync(
        IReadOnlyCollection<SessionEvent> events,
        DateTimeOffset arrivedAt,
        WriterIdentity identity,
        CancellationToken cancellationToken
    )
    {
        var body = new RowBody();
        var token = $"w{identity.Writer}-{identity.Next()}";
        foreach (var e in events)
        {
            body.Begin()
                .Add(e.TraceId)
                .Add(e.Id.Value)
                .Add(identity.Next())
                .Add(arrivedAt.UtcTicks)
                .Add(WaitingEventJson.Write(e))
                .End();
        }

        await http.InsertAsync(
            "waiting",
            "trace_id, id, position, arrived, event",
            body,
            token,
            cancellationToken
        );
        var over = await http.QueryAsync(
            "SELECT position FROM waiting FINAL WHERE trace_id NOT IN (SELECT trace_id FROM trace) ORDER BY position DESC LIMIT 1000000 OFFSET {capacity:UInt64}",
            (ref Row row) => row.Int64(),
            cancellationToken,
            ("capacity", capacity)
        );
        if (over.Count > 0)
        {
            await http.ExecuteAsync(
                $"DELETE FROM waiting WHERE position <= {over.Max()}",
                cancellationToken
            );
        }

        return over.Count;
    }

    private async Task<List<(SessionEvent Event, DateTimeOffset ArrivedAt)>> WaitedAsync(
        Dictionary<string, string> sessions,
        CancellationToken cancellationToken
    )
    {
        var rows = await http.QueryAsync(
            $"SELECT trace_id, arrived, event FROM waiting FINAL WHERE trace_id IN ({Sql.Texts(sessions.Keys)}) ORDER BY position",
            (ref Row row) => (Trace: row.Text(), Arrived: row.Int64(), Event: row.Text()),
            cancellationToken
        );
        return rows.ConvertAll(row =>
            (
                WaitingEventJson.Read(row.Event) with
                {
                    SessionId = sessions[row.Trace],
                },
                EventRow.Time(row.Arrived)
            )
        );
    }

    private void Remember(string trace, string session)
    {
        if (_sessions.Count >= Remembered)
        {
            _sessions.Clear();
        }

        _sessions[trace] = session;
    }
}
