using Sessions.Sqlite.Events;
using Sessions.Sqlite.Native;

namespace Sessions.Sqlite.Write;

/// <summary>The rows of the table <c>point</c>, for the writer.</summary>
internal sealed class PointTable(Database database, NameTable names, PhaseNames phases)
{
    /// <summary>Keeps a point; of two with the same place the greater value stays.</summary>
    /// <returns>Whether it says anything new.</returns>
    public bool TryStore(HotSession session, in GaugePoint point)
    {
        return database
                .Prepare(
                    """
                    INSERT INTO point (session, time, metric, phase, run, value) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
                    ON CONFLICT DO UPDATE SET value = excluded.value WHERE excluded.value > value
                    """
                )
                .Bind(1, session.Number)
                .Bind(2, point.Timestamp.UtcTicks)
                .Bind(3, (long)point.Metric)
                .Bind(4, phases.Use(session, point.Phase))
                .Bind(5, point.Run ?? 0)
                .Bind(6, (double?)point.Value)
                .Run() > 0;
    }

    public bool Any(long session, DateTimeOffset from)
    {
        var query = database
            .Prepare("SELECT 1 FROM point WHERE session = ?1 AND time >= ?2 LIMIT 1")
            .Bind(1, session)
            .Bind(2, from.UtcTicks);
        var any = query.Step();
        query.Reset();
        return any;
    }

    /// <summary>Time of a session's latest point; null without any.</summary>
    public DateTimeOffset? LatestTime(long session)
    {
        var query = database
            .Prepare("SELECT time FROM point WHERE session = ?1 ORDER BY time DESC LIMIT 1")
            .Bind(1, session);
        var latest = query.Step() ? EventReader.Time(query.Int64(0)) : (DateTimeOffset?)null;
        query.Reset();
        return latest;
    }

    public IReadOnlyList<GaugePoint> All(long session, string sessionId) =>
        PointRows.Read(database, names, session, sessionId, DateTimeOffset.MinValue, null);
}
