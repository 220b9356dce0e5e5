namespace Sessions;

/// <summary>How far a runner's clock is off the collector's.</summary>
internal static class Skew
{
    /// <summary>Nothing arrives before it is sent.</summary>
    private static readonly TimeSpan MostAhead = TimeSpan.FromSeconds(1);

    /// <summary>An event may be this late on its way.</summary>
    private static readonly TimeSpan LongestTravel = TimeSpan.FromSeconds(65);

    /// <returns>
    /// Positive for a clock that is ahead. A clock is behind only if the session was seen live, its beats arriving over
    /// about the time that it took: what was imported, or delivered hours later, arrives at once.
    /// </returns>
    public static TimeSpan Of(SessionState session)
    {
        var liveness = session.Liveness;
        var (at, arrivedAt) = session.LatestMoment;
        var ahead = at - arrivedAt;
        if (session.FirstEventAt > session.LastEventAt)
        {
            return TimeSpan.Zero;
        }

        var wasLive =
            liveness.LastBeatAt - liveness.FirstBeatAt is { } beats
            && beats > TimeSpan.Zero
            && beats >= (session.LastEventAt - session.FirstEventAt) / 2;
        return ahead > MostAhead || (wasLive && ahead < -LongestTravel) ? ahead : TimeSpan.Zero;
    }
}
