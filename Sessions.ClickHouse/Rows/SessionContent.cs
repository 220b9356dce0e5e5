using Sessions.ClickHouse.Http;

namespace Sessions.ClickHouse.Rows;

/// <summary>All that is stored of one session, settled: each event once, and the points that stand alone.</summary>
internal sealed record SessionContent(
    IReadOnlyList<StoredEvent> Events,
    IReadOnlyList<GaugePoint> Points
)
{
    /// <param name="http">The server.</param>
    /// <param name="session">The session's id.</param>
    /// <param name="covers">Only rows that it takes in; all when it is null.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static async Task<SessionContent> ReadAsync(
        ClickHouseHttp http,
        string session,
        Coverage? covers,
        CancellationToken cancellationToken
    )
    {
        var rows = await http.QueryAsync(
            $"SELECT {EventRow.Columns} FROM statement WHERE session_id = {{session:String}}",
            EventRow.Read,
            cancellationToken,
            ("session", session)
        );
        var points = await http.QueryAsync(
            $"SELECT {PointRow.Columns} FROM point WHERE session_id = {{session:String}}",
            PointRow.Read,
            cancellationToken,
            ("session", session)
        );
        if (covers is not null)
        {
            rows.RemoveAll(row => !row.IsIn(covers));
            points.RemoveAll(row => !covers.Has(row.Writer, row.Position));
        }

        return new SessionContent(
            [.. rows.GroupBy(row => row.Id).Select(same => SettledEvent.Of([.. same]))],
            [.. PointRow.Settle(points.Select(row => row.Point))]
        );
    }
}
