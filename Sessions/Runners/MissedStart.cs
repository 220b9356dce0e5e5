namespace Sessions;

/// <summary>
/// The first time at which a session was due and did not start. A time counts only when the collector would have
/// heard a start: a break in its hearing while the start was awaited excuses the time, unless the break was so short
/// that no session fits into it.
/// </summary>
internal static class MissedStart
{
    /// <param name="due">When sessions are due, by the runner's clock.</param>
    /// <param name="lastStart">By the runner's clock.</param>
    /// <param name="ahead">How far the runner's clock is ahead of the collector's.</param>
    /// <param name="shortestSession">The shortest session that the runner is known to have; null when none is known.</param>
    /// <param name="context">The present moment, and when the collector could hear.</param>
    /// <returns>The due time, by the collector's clock; null when no start is missed.</returns>
    public static DateTimeOffset? Of(
        DueTimes due,
        DateTimeOffset lastStart,
        TimeSpan ahead,
        TimeSpan? shortestSession,
        VerdictContext context
    )
    {
        var breaks = Breaks(context);
        var next = due.AfterStart(lastStart);
        while (next is { } stated)
        {
            var from = stated - ahead;
            var until = from + due.Grace;
            if (until > context.HeardUntil)
            {
                return null;
            }

            var inTheWay = breaks.Where(b => b.From < until && b.To > from).ToArray();
            var excuse = Array.FindIndex(inTheWay, b => !(b.To - b.From < shortestSession));
            if (excuse >= 0)
            {
                next = AfterBreak(due, stated, inTheWay[excuse].To + ahead);
                continue;
            }

            // What was sent during a short break arrives once the exporter tries again.
            var isAwaited =
                inTheWay is [.., var last]
                && last.To + VerdictContext.ResumeGrace > context.HeardUntil;
            return isAwaited ? null : from;
        }

        return null;
    }

    private static DateTimeOffset? AfterBreak(
        DueTimes due,
        DateTimeOffset stated,
        DateTimeOffset back
    )
    {
        // Intervals are counted on from the time that was not heard.
        if (due.IsInterval)
        {
            var steps = Math.Max(1, (long)Math.Ceiling((back - stated) / due.ShortestPeriod));
            return stated + steps * due.ShortestPeriod;
        }

        return due.After(back > stated ? back : stated);
    }

    private static (DateTimeOffset From, DateTimeOffset To)[] Breaks(VerdictContext context)
    {
        var breaks = new List<(DateTimeOffset, DateTimeOffset)>();
        var heard = DateTimeOffset.MinValue;
        foreach (var (since, until) in context.HearingPeriods())
        {
            if (since > heard)
            {
                breaks.Add((heard, since));
            }

            heard = until > heard ? until : heard;
        }

        return [.. breaks];
    }
}
