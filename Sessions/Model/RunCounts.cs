namespace Sessions;

/// <summary>Counts of closed trades as a runner states them for one run of a phase; absent is unknown, not zero.</summary>
/// <param name="Trades">Closed trades so far.</param>
/// <param name="Wins">Those with a profit.</param>
/// <param name="Losses">Those with a loss.</param>
public readonly record struct RunCounts(long? Trades, long? Wins, long? Losses)
{
    public bool IsEmpty => Trades is null && Wins is null && Losses is null;

    public TradeTotals Totals => new(Trades ?? 0, Wins ?? 0, Losses ?? 0);

    internal static RunCounts Of(Figures? figures) =>
        new(figures?.Trades, figures?.Wins, figures?.Losses);

    /// <summary>Of two statements of one run the greater: a count never falls while it runs.</summary>
    internal static RunCounts Greater(RunCounts a, RunCounts b) =>
        new(
            SessionHeader.Max(a.Trades, b.Trades),
            SessionHeader.Max(a.Wins, b.Wins),
            SessionHeader.Max(a.Losses, b.Losses)
        );
}

/// <summary>Counts that name a phase and a moment; which run they belong to follows from the runs that are known.</summary>
/// <param name="At">When they were stated, by the runner's clock, UTC.</param>
/// <param name="SpanId">The span that they speak of, where that is stated.</param>
/// <param name="Run">The run's number, where that is stated.</param>
/// <param name="Counts">The counts.</param>
public readonly record struct CountSample(
    DateTimeOffset At,
    string? SpanId,
    int? Run,
    RunCounts Counts
) : IComparable<CountSample>
{
    /// <summary>In order of time; several of one moment in a fixed order.</summary>
    public int CompareTo(CountSample other)
    {
        var byTime = At.CompareTo(other.At);
        var byRun = byTime != 0 ? byTime : Nullable.Compare(Run, other.Run);
        return byRun != 0 ? byRun : string.CompareOrdinal(SpanId, other.SpanId);
    }
}
