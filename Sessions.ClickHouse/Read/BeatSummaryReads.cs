using Sessions.ClickHouse.Http;
using Sessions.ClickHouse.Rows;

namespace Sessions.ClickHouse.Read;

/// <summary>Answers <see cref="ISessionReader.BeatsAsync"/> and <see cref="ISessionReader.BeatGroupsAsync"/>: the server looks at all beats and gives few rows.</summary>
internal sealed class BeatSummaryReads(ClickHouseHttp http, BeatReads beats)
{
    private static readonly string Beats =
        $"SELECT min(time) AS at, id FROM statement WHERE session_id = {{session:String}} AND type = {(int)EventType.Heartbeat} GROUP BY id";

    public async Task<BeatSummary> SummaryAsync(
        string session,
        double? intervalSeconds,
        CancellationToken cancellationToken
    )
    {
        var whole = await http.QueryAsync(
            $"SELECT count(), min(at), argMin(id, (at, id)), max(at), argMax(id, (at, id)) FROM ({Beats})",
            (ref Row row) => new BeatGroup(row.Int64(), Tick(ref row), Tick(ref row), null),
            cancellationToken,
            ("session", session)
        );
        if (whole is not [{ Count: > 0 } all])
        {
            return BeatSummary.Empty;
        }

        var newest = await http.QueryAsync(
            $"SELECT at, id FROM ({Beats}) ORDER BY at DESC, id DESC LIMIT {BeatCadence.Sample}",
            (ref Row row) => Tick(ref row),
            cancellationToken,
            ("session", session)
        );
        newest.Reverse();
        var cadence = BeatCadence.Of(newest, intervalSeconds);
        var least = BeatSummary.Least(cadence, all.Oldest.At, all.Newest.At).Ticks;
        var longest = await http.QueryAsync(
            $"""
            SELECT before_at, before_id, at, id FROM (
              SELECT at, id, lagInFrame(at) OVER w AS before_at, lagInFrame(id) OVER w AS before_id, row_number() OVER w AS number
              FROM ({Beats}) WINDOW w AS (ORDER BY at, id ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)
            )
            WHERE number > 1 AND at - before_at > {least}
            ORDER BY at - before_at DESC, before_at DESC, before_id DESC LIMIT {BeatSummary.MaxPauses}
            """,
            (ref Row row) => new BeatPause(Tick(ref row), Tick(ref row)),
            cancellationToken,
            ("session", session)
        );
        return new BeatSummary(all.Count, all.Oldest, all.Newest, cadence, longest);
    }

    /// <summary>
    /// The server counts the beats between the times of all bounds, and gives those at such a time one by one: each range
    /// is some of these together.
    /// </summary>
    public async Task<IReadOnlyList<BeatGroup>> GroupsAsync(
        string session,
        IReadOnlyList<BeatRange> ranges,
        CancellationToken cancellationToken
    )
    {
        var times = ranges
            .SelectMany(range => (EventCursor?[])[range.After, range.UpTo])
            .Select(bound => bound?.Timestamp.UtcTicks ?? 0)
            .Append(0)
            .Distinct()
            .Order();
        var parts = await http.QueryAsync(
            $"""
            SELECT count(), min(at), argMin(id, (at, id)), max(at), argMax(id, (at, id))
            FROM (SELECT at, id, roundDown(toUInt64(at), [{Sql.Numbers(
                times
            )}]) AS since FROM ({Beats}))
            GROUP BY since, if(at = since, id, 0), at = since
            """,
            (ref Row row) => new BeatGroup(row.Int64(), Tick(ref row), Tick(ref row), null),
            cancellationToken,
            ("session", session)
        );
        parts = [.. parts.OrderBy(part => part.Oldest.Cursor)];
        var groups = ranges.Select(range => Together(parts, range)).ToList();
        return await WithEquityAsync(session, groups, cancellationToken);
    }

    private static BeatGroup Together(List<BeatGroup> parts, BeatRange range)
    {
        var inside = parts.FindAll(part => range.Holds(part.Oldest.Cursor));
        return inside.Count == 0
            ? default
            : new BeatGroup(
                inside.Sum(part => part.Count),
                inside[0].Oldest,
                inside[^1].Newest,
                null
            );
    }

    private async Task<IReadOnlyList<BeatGroup>> WithEquityAsync(
        string session,
        List<BeatGroup> groups,
        CancellationToken cancellationToken
    )
    {
        var newest = await http.SettledAsync(
            [
                .. groups
                    .Where(group => group.Count > 0)
                    .Select(group => (session, group.Newest.Id.Value))
                    .Distinct(),
            ],
            cancellationToken
        );
        await beats.JoinAsync([new SessionBeats(session, newest)], cancellationToken);
        var equity = newest.ToDictionary(
            stored => stored.Event.Id,
            stored => stored.Event.Figures?.Equity
        );
        return
        [
            .. groups.Select(group =>
                group.Count > 0
                    ? group with
                    {
                        Equity = equity.GetValueOrDefault(group.Newest.Id),
                    }
                    : group
            ),
        ];
    }

    private static BeatTick Tick(ref Row row)
    {
        var (at, id) = (row.Int64(), row.Int64());
        return new BeatTick(
            EventRow.Time(at),
            new EventId(id),
            id >= 0 ? EventId.BeatOf(id, null, null).Number : 0
        );
    }
}
