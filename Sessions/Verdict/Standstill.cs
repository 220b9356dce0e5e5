namespace Sessions;

/// <summary>Work that does not go on although its beats do.</summary>
/// <param name="Phase">The phase; null between phases.</param>
/// <param name="Since">Arrival of the last sign of work.</param>
/// <param name="Beats">How many beats came since, at least 1.</param>
internal sealed record Standstill(string? Phase, DateTimeOffset Since, long Beats)
{
    /// <summary>
    /// The longest of all open phases. A phase that counts no steps cannot be told to stand still, whatever the phases
    /// before it did; nor can the first step of a runner of which nothing is known yet.
    /// </summary>
    public static Standstill? Of(SessionState session, double? usualWorkGapSeconds)
    {
        var liveness = session.Liveness;
        var open = session.OpenPhases.ToArray();
        if (!liveness.ReportsProgress || liveness.LastWorkAt is not { } work)
        {
            return null;
        }

        if (open.Length == 0)
        {
            return liveness.LastBeatAt > work
                ? new Standstill(null, work, Count(liveness.Beat, liveness.BeatAtLastWork))
                : null;
        }

        return open.Where(phase =>
                phase.CountsSteps && (phase.Progress?.Value > 0 || usualWorkGapSeconds > 0)
            )
            .Select(phase => Of(phase.Name, liveness, work))
            .Where(still => still is not null)
            .MinBy(still => still!.Since);
    }

    private static Standstill? Of(string phase, Liveness liveness, DateTimeOffset work)
    {
        if (liveness.Of(phase) is { } own)
        {
            return own.LastBeatAt > own.LastWorkAt
                ? new Standstill(phase, own.LastWorkAt, Count(own.Beat, own.BeatAtLastWork))
                : null;
        }

        return liveness.LastBeatAt > work
            ? new Standstill(phase, work, Count(liveness.Beat, liveness.BeatAtLastWork))
            : null;
    }

    // Beats may be counted from 1 again.
    private static long Count(long beat, long before) => Math.Max(1, beat - before);
}
