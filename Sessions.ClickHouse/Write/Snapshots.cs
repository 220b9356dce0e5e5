using System.Globalization;
using Sessions.ClickHouse.Http;
using Sessions.ClickHouse.Rows;

namespace Sessions.ClickHouse.Write;

/// <summary>Stores a batch's rows and, after them, the snapshots that take them in.</summary>
internal static class Snapshots
{
    /// <summary>How far each writer's snapshots go, for each of these sessions that has any.</summary>
    public static async Task<Dictionary<string, Coverage>> HeadsAsync(
        ClickHouseHttp http,
        IReadOnlyCollection<string> sessions,
        CancellationToken cancellationToken
    )
    {
        var rows = await http.QueryAsync(
            $"SELECT session_id, writer, max(position) FROM session WHERE session_id IN ({Sql.Texts(sessions)}) GROUP BY session_id, writer",
            (ref Row row) => (Session: row.Text(), Writer: row.UInt64(), Position: row.Int64()),
            cancellationToken
        );
        var heads = new Dictionary<string, Coverage>(StringComparer.Ordinal);
        foreach (var (session, writer, position) in rows)
        {
            if (!heads.TryGetValue(session, out var head))
            {
                heads[session] = head = new Coverage();
            }

            head.Add(writer, position);
        }

        return heads;
    }

    public static async Task InsertRowsAsync(
        ClickHouseHttp http,
        WriterIdentity identity,
        long position,
        PendingBatch pending,
        CancellationToken cancellationToken
    )
    {
        var events = new RowBody(pending.Events.Count);
        foreach (var row in pending.Events)
        {
            row.Write(events);
        }

        var points = new RowBody(pending.Points.Count);
        foreach (var row in pending.Points)
        {
            row.Write(points);
        }

        var token = Token(identity, position);
        await http.InsertAsync("statement", EventRow.Columns, events, token, cancellationToken);
        await http.InsertAsync("point", PointRow.Columns, points, token, cancellationToken);
    }

    public static async Task InsertAsync(
        ClickHouseHttp http,
        WriterIdentity identity,
        long position,
        IEnumerable<LoadedSession> sessions,
        CancellationToken cancellationToken
    )
    {
        var body = new RowBody();
        foreach (var session in sessions)
        {
            new SnapshotRow(
                identity.Writer,
                position,
                session.Covers,
                session.HasPoints,
                session.State
            ).Write(body);
        }

        await http.InsertAsync(
            "session",
            SnapshotRow.Columns,
            body,
            Token(identity, position),
            cancellationToken
        );
    }

    private static string Token(WriterIdentity identity, long position) =>
        string.Create(CultureInfo.InvariantCulture, $"{identity.Writer}-{position}");
}
