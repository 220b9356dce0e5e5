using Sessions.ClickHouse.Http;

namespace Sessions.ClickHouse.Hearing;

/// <summary>The table <c>hearing</c>: when a collector could hear everyone; times in ticks.</summary>
internal static class HearingRows
{
    public static Task WriteAsync(
        ClickHouseHttp http,
        HearingPeriod period,
        CancellationToken cancellationToken
    ) =>
        http.ExecuteAsync(
            FormattableString.Invariant(
                $"INSERT INTO hearing (since, until) VALUES ({period.Since.UtcTicks}, {(period.Until ?? period.Since).UtcTicks})"
            ),
            cancellationToken
        );

    /// <summary>The newest periods, in order of time.</summary>
    public static async Task<IReadOnlyList<HearingPeriod>> ReadAsync(
        ClickHouseHttp http,
        CancellationToken cancellationToken
    )
    {
        var newest = await http.QueryAsync(
            FormattableString.Invariant(
                $"SELECT since, max(until) AS newest FROM hearing GROUP BY since ORDER BY newest DESC, since DESC LIMIT {HearingPeriod.MaxKept}"
            ),
            (ref Row row) => new HearingPeriod(Time(row.Int64()), Time(row.Int64())),
            cancellationToken
        );
        newest.Reverse();
        return newest;
    }

    private static DateTimeOffset Time(long ticks) => new(ticks, TimeSpan.Zero);
}
