namespace Sessions;

/// <summary>For how much of the time at least one trade was open.</summary>
internal static class TradeExposure
{
    /// <returns>
    /// Percent of the session, or, where every trade lies outside it, of the time from the first entry to the last exit;
    /// null when no trade states both its times.
    /// </returns>
    public static double? Percent(
        IEnumerable<Trade> trades,
        DateTimeOffset start,
        DateTimeOffset present
    )
    {
        var open = trades
            .Where(trade => trade.EntryTime <= trade.ExitTime)
            .Select(trade => (From: trade.EntryTime!.Value, To: trade.ExitTime!.Value))
            .OrderBy(span => span.From)
            .ToArray();
        if (open.Length == 0)
        {
            return null;
        }

        var last = open.Max(span => span.To);
        if (!open.Any(span => span.To > start && span.From < present))
        {
            (start, present) = (open[0].From, last);
        }

        if (present <= start)
        {
            return null;
        }

        var (covered, until) = (TimeSpan.Zero, start);
        foreach (var (from, to) in open)
        {
            var begin = from > until ? from : until;
            var end = to < present ? to : present;
            if (end > begin)
            {
                covered += end - begin;
                until = end;
            }
        }

        return covered / (present - start) * 100;
    }
}
