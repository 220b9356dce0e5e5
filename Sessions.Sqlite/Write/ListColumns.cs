namespace Sessions.Sqlite.Write;

/// <summary>What a session's own row says of it, mostly for lists: all of it changes rarely.</summary>
/// <param name="Runner">Name of its runner.</param>
/// <param name="Start">UTC ticks.</param>
/// <param name="Status">How it stands.</param>
/// <param name="Duration">Ticks; null while it runs.</param>
/// <param name="HasPoints">Whether gauge points are stored that came without their beat.</param>
/// <param name="Currency">Of its money; null where none is stated.</param>
internal readonly record struct ListColumns(
    string Runner,
    long Start,
    long Status,
    long? Duration,
    bool HasPoints,
    string? Currency
)
{
    public static ListColumns Of(HotSession session)
    {
        var state = session.State;
        return new(
            state.RunnerName,
            state.StartedAt.UtcTicks,
            (long)state.Status,
            state.EndedAt is { } end ? state.Runtime(end).Ticks : null,
            session.HasPoints,
            state.Header?.Currency
        );
    }
}

/// <summary>What a session's row says of its money; changes with every beat that states another equity.</summary>
/// <param name="Roi">Percent.</param>
/// <param name="Pnl">In the session's currency; null where it states none.</param>
internal readonly record struct MoneyColumns(double Roi, double? Pnl)
{
    public static MoneyColumns Of(SessionState state) =>
        new(
            Number(state.Roi) ?? 0,
            state is { LatestEquity: null, LatestPnl: null } ? null : Number(state.Pnl)
        );

    private static double? Number(double? value) => value is double.NaN ? 0 : value;
}

/// <summary>The moment before which a running session is neither late nor lost nor hung nor recovering.</summary>
internal static class DueTime
{
    /// <summary>The shortest work gap that an earlier session can have taught: it gives the earliest of all deadlines.</summary>
    private const double ShortestGapSeconds = 1e-3;

    /// <summary>UTC ticks; null for a session that ended.</summary>
    public static long? Of(SessionState state)
    {
        var deadlines = VerdictDeadlines.Of(state, ShortestGapSeconds);
        var (late, lost, hung) = deadlines;
        return ((DateTimeOffset?[])[late, lost, hung, deadlines.RetryingSince]).Min()?.UtcTicks;
    }

    /// <summary>
    /// What the row has to say. Every beat puts the moment off; a row that names an earlier one is not wrong, and is
    /// written again only when half of the time is over.
    /// </summary>
    /// <param name="saved">What it says.</param>
    /// <param name="due">The moment as it is.</param>
    /// <param name="now">When the session was heard from last, UTC ticks.</param>
    public static long? Kept(long? saved, long? due, long now) =>
        saved is { } known && due is { } exact && known <= exact && known - now > (exact - now) / 2
            ? known
            : due;
}
