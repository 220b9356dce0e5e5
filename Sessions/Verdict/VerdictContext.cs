namespace Sessions;

/// <summary>What a verdict needs to know beside the session itself.</summary>
public sealed record VerdictContext
{
    /// <summary>
    /// How long ago the collector may have said last that it hears everyone, and still count as hearing. It says so
    /// every second or two; a slow commit or a slow read is no outage.
    /// </summary>
    public static readonly TimeSpan HearingTolerance = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How much longer than usual a runner may be silent when the collector hears again: exporters wait between their
    /// attempts, and a backlog takes time.
    /// </summary>
    public static readonly TimeSpan ResumeGrace = TimeSpan.FromSeconds(30);

    /// <summary>The present moment by the collector's clock, UTC.</summary>
    public required DateTimeOffset Now { get; init; }

    public TelemetryHealth Telemetry { get; init; } = TelemetryHealth.Unknown;

    /// <summary>
    /// When the collector could hear everyone, in order of time; the last period is the present or the latest one.
    /// Empty when nothing is known of it: then it is taken to have heard everything.
    /// </summary>
    public IReadOnlyList<HearingPeriod> Hearing { get; init; } = [];

    /// <summary>
    /// The longest time between two signs of work that earlier sessions of the same runner took without harm,
    /// in seconds; absent when there is none.
    /// </summary>
    public double? UsualWorkGapSeconds { get; init; }

    /// <summary>Since when the collector cannot hear everyone; null while it can.</summary>
    public DateTimeOffset? DeafSince
    {
        get
        {
            var stated = Telemetry is { Reachable: true, Writing: true }
                ? (DateTimeOffset?)null
                : Telemetry.DownSince ?? Now;
            return
                Hearing is [.., { Until: { } until }]
                && Now - until > HearingTolerance
                && !(stated < until)
                ? until
                : stated;
        }
    }

    /// <summary>
    /// Until when the collector is known to have heard everyone: what it has not stated yet is no silence of a runner.
    /// </summary>
    internal DateTimeOffset HeardUntil =>
        Hearing is [.., { Until: { } until }] ? until : DeafSince ?? Now;

    /// <summary>
    /// A moment at which something arrived. One that lies ahead was told by a clock that has been set back since: of it
    /// is only known that it came before the present period, which the step began.
    /// </summary>
    internal DateTimeOffset Arrival(DateTimeOffset stated) =>
        stated - Now > HearingTolerance && Hearing is [.., var present] && present.Since < stated
            ? Before(present)
            : stated;

    /// <summary>
    /// The periods, at least one; the end of each is known, and none reaches into the present one, as a period would
    /// that was told by a clock that has been set back since.
    /// </summary>
    internal IEnumerable<(DateTimeOffset Since, DateTimeOffset Until)> HearingPeriods()
    {
        foreach (var period in Hearing.SkipLast(1))
        {
            var until = period.Until ?? Now;
            var before = Before(Hearing[^1]);
            yield return (period.Since, until < before ? until : before);
        }

        yield return (Hearing is [.., var last] ? last.Since : DateTimeOffset.MinValue, HeardUntil);
    }

    private static DateTimeOffset Before(HearingPeriod period) =>
        period.Since == DateTimeOffset.MinValue ? period.Since : period.Since.AddTicks(-1);
}

/// <summary>Whether signals can reach the store at all: without that, silence says nothing about a runner.</summary>
/// <param name="Reachable">The collector answers.</param>
/// <param name="Writing">The collector can write to the store.</param>
/// <param name="DownSince">Since when one of them has not been so, by the collector's clock.</param>
public sealed record TelemetryHealth(bool Reachable, bool Writing, DateTimeOffset? DownSince)
{
    /// <summary>Nothing is known of the collector, and nothing speaks against it.</summary>
    public static TelemetryHealth Unknown { get; } = new(true, true, null);
}
