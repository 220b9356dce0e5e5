namespace Sessions;

/// <summary>The present moment by a runner's own clock, which may be minutes off the collector's.</summary>
public static class RunnerClock
{
    /// <summary>
    /// The newest event's time plus what has passed here since something last arrived; the end, once there is one.
    /// Behind by the time that signals travel, whatever the skew.
    /// </summary>
    /// <param name="session">The session.</param>
    /// <param name="now">The present by the collector's clock.</param>
    public static DateTimeOffset Now(SessionState session, DateTimeOffset now)
    {
        if (session.EndedAt is { } end)
        {
            return end;
        }

        var (at, arrivedAt) = session.LatestMoment;
        return now > arrivedAt ? at + (now - arrivedAt) : at;
    }
}
