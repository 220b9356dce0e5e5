namespace Sessions;

/// <summary>What a session says of itself at its start or end.</summary>
public sealed record SessionHeader
{
    public string? RunnerName { get; init; }

    public bool? DryRun { get; init; }

    /// <summary>In units of <see cref="Currency"/>.</summary>
    public double? InitialCapital { get; init; }

    /// <summary>ISO 4217.</summary>
    public string? Currency { get; init; }

    /// <summary>How many phases are planned.</summary>
    public int? PhaseCount { get; init; }

    /// <summary><c>service.name</c>, where the session states no <see cref="RunnerName"/>.</summary>
    public string? ServiceName { get; init; }

    /// <summary>When the runner's sessions are due, where it says so.</summary>
    public Schedule? Schedule { get; init; }

    /// <summary>Fills in what is missing; a disagreement goes to the greater value, so that order does not count.</summary>
    public static SessionHeader? Merge(SessionHeader? a, SessionHeader? b) =>
        a is null || b is null || a == b
            ? a ?? b
            : new SessionHeader
            {
                RunnerName = SessionEvent.Greater(a.RunnerName, b.RunnerName),
                DryRun =
                    a.DryRun is null || b.DryRun is null
                        ? a.DryRun ?? b.DryRun
                        : a.DryRun & b.DryRun,
                InitialCapital = Max(a.InitialCapital, b.InitialCapital),
                Currency = SessionEvent.Greater(a.Currency, b.Currency),
                PhaseCount = Max(a.PhaseCount, b.PhaseCount),
                ServiceName = SessionEvent.Greater(a.ServiceName, b.ServiceName),
                Schedule = Schedule.Merge(a.Schedule, b.Schedule),
            };

    internal static T? Max<T>(T? a, T? b)
        where T : struct, IComparable<T> =>
        a is { } left && b is { } right ? (left.CompareTo(right) >= 0 ? left : right) : a ?? b;
}

/// <summary>A phase's place among its siblings and its limit.</summary>
/// <param name="Index">From 0.</param>
/// <param name="TimeLimitSeconds">How long the phase may take.</param>
public sealed record PhaseHeader(int? Index, double? TimeLimitSeconds)
{
    internal static PhaseHeader? Merge(PhaseHeader? a, PhaseHeader? b) =>
        a is null || b is null
            ? a ?? b
            : new PhaseHeader(
                SessionHeader.Max(a.Index, b.Index),
                SessionHeader.Max(a.TimeLimitSeconds, b.TimeLimitSeconds)
            );
}

/// <summary>One beat of a runner's own timer.</summary>
/// <param name="Number">From 1, counted through the whole session or through its phase.</param>
/// <param name="IntervalSeconds">How often it beats, where the runner says so.</param>
/// <param name="Progress">Work done so far; what does not move while the work hangs.</param>
public sealed record Beat(long Number, double? IntervalSeconds, long? Progress)
{
    /// <summary>
    /// Which count of beats the number belongs to, from 0 to 63: a second process of the same session counts from 1 again.
    /// A writer sets it, see <see cref="BeatGeneration"/>.
    /// </summary>
    public int Generation { get; init; }

    /// <summary>Where <see cref="Progress"/> ends; absent when the runner does not say.</summary>
    public long? ProgressTotal { get; init; }

    internal static Beat? Merge(Beat? a, Beat? b) =>
        a is null || b is null
            ? a ?? b
            : new Beat(
                Math.Max(a.Number, b.Number),
                SessionHeader.Max(a.IntervalSeconds, b.IntervalSeconds),
                SessionHeader.Max(a.Progress, b.Progress)
            )
            {
                Generation = Math.Max(a.Generation, b.Generation),
                ProgressTotal = SessionHeader.Max(a.ProgressTotal, b.ProgressTotal),
            };
}

/// <summary>One attempt to recover from a failure.</summary>
/// <param name="Attempt">From 1.</param>
/// <param name="Max">How many attempts there are.</param>
/// <param name="DelaySeconds">How long until the next attempt.</param>
/// <param name="Reason">What failed.</param>
public sealed record Retry(int? Attempt, int? Max, double? DelaySeconds, string? Reason)
{
    internal static Retry? Merge(Retry? a, Retry? b) =>
        a is null || b is null
            ? a ?? b
            : new Retry(
                SessionHeader.Max(a.Attempt, b.Attempt),
                SessionHeader.Max(a.Max, b.Max),
                SessionHeader.Max(a.DelaySeconds, b.DelaySeconds),
                SessionEvent.Greater(a.Reason, b.Reason)
            );
}
