using Sessions.ClickHouse.Http;

namespace Sessions.ClickHouse.Rows;

/// <summary>The table <c>commit</c>: which batches are stored whole.</summary>
internal static class Commits
{
    /// <summary>The newest commit of each writer.</summary>
    public static async Task<Coverage> HeadsAsync(
        ClickHouseHttp http,
        CancellationToken cancellationToken
    )
    {
        var rows = await http.QueryAsync(
            "SELECT writer, max(position) FROM commit GROUP BY writer",
            (ref Row row) => (Writer: row.UInt64(), Position: row.Int64()),
            cancellationToken
        );
        var heads = new Coverage();
        foreach (var (writer, position) in rows)
        {
            heads.Add(writer, position);
        }

        return heads;
    }

    /// <summary>
    /// What a reader that has gone on to a position must have been given, at least: all of the commit that the position
    /// is of up to there, and of other writers what that commit's writer had seen.
    /// </summary>
    public static async Task<Coverage> SeenAsync(
        ClickHouseHttp http,
        StorePosition at,
        Coverage heads,
        CancellationToken cancellationToken
    )
    {
        var given = new Coverage();

        var commits = await http.QueryAsync(
            "SELECT writer, seen FROM commit WHERE position >= {at:Int64} AND bitAnd(position, 4095) = bitAnd({at:Int64}, 4095) ORDER BY position LIMIT 1",
            (ref Row row) => (Writer: row.UInt64(), Seen: Coverage.Parse(row.Text())),
            cancellationToken,
            ("at", at.Value)
        );
        // Commits are forgotten after some days; so old a position counts for all writers alike.
        var (writer, seen) = commits.FirstOrDefault();
        foreach (var (other, _) in heads.UpTo)
        {
            given.Add(
                other,
                seen is null || other == writer ? at.Value : Math.Min(at.Value, seen.Of(other))
            );
        }

        return given;
    }

    public static async Task AddAsync(
        ClickHouseHttp http,
        ulong writer,
        long position,
        Coverage seen,
        CancellationToken cancellationToken
    )
    {
        var body = new RowBody();
        body.Begin().Add(writer).Add(position).Add(seen.ToString()).End();
        await http.InsertAsync(
            "commit",
            "writer, position, seen",
            body,
            FormattableString.Invariant($"{writer}-{position}"),
            cancellationToken
        );
    }
}
