using Sessions.Sqlite.Native;

namespace Sessions.Sqlite.Events;

/// <summary>Reads gauge points that came without their beat.</summary>
internal static class PointRows
{
    /// <summary>A session's points from a time to before another, in order of time.</summary>
    public static List<GaugePoint> Read(
        Database database,
        NameTable names,
        long session,
        string sessionId,
        DateTimeOffset from,
        DateTimeOffset? to
    )
    {
        var query = database
            .Prepare(
                "SELECT time, metric, phase, run, value FROM point WHERE session = ?1 AND time >= ?2 AND time < ?3 ORDER BY time"
            )
            .Bind(1, session)
            .Bind(2, from.UtcTicks)
            .Bind(3, to?.UtcTicks ?? long.MaxValue);
        var points = new List<GaugePoint>();
        while (query.Step())
        {
            points.Add(
                new GaugePoint(
                    sessionId,
                    names.NameOf(query.Int64(2)),
                    EventReader.Time(query.Int64(0)),
                    (GaugeMetric)query.Int64(1),
                    query.DoubleOrNull(4) ?? 0
                )
                {
                    Run = query.Int64(3) is > 0 and var run ? (int)run : null,
                }
            );
        }

        return points;
    }
}
