namespace Sessions;

/// <summary>What a session states once, at its start: the parameters of this run and where it runs.</summary>
/// <param name="Parameters">JSON object by the parameters' names, without <c>runner.param.</c>; absent when there is none.</param>
/// <param name="Environment">JSON object of the resource attributes (<c>service.name</c>, <c>host.name</c>, …); absent when there is none.</param>
public sealed record RunFacts(string? Parameters, string? Environment)
{
    internal static RunFacts? Merge(RunFacts? a, RunFacts? b) =>
        a is null || b is null || a == b
            ? a ?? b
            : new RunFacts(
                DetailsText.Merge(a.Parameters, b.Parameters),
                DetailsText.Merge(a.Environment, b.Environment)
            );
}

/// <summary>When sessions of a runner are due, as it states it.</summary>
/// <param name="Cron">Five fields, for example <c>0 3 * * *</c>; absent when an interval is stated.</param>
/// <param name="Timezone">IANA name in which <paramref name="Cron"/> is meant; UTC when absent.</param>
/// <param name="IntervalSeconds">From one start to the next.</param>
/// <param name="GraceSeconds">How late a session may start before it is overdue.</param>
public sealed record Schedule(
    string? Cron,
    string? Timezone,
    double? IntervalSeconds,
    double? GraceSeconds
)
{
    internal static Schedule? Merge(Schedule? a, Schedule? b) =>
        a is null || b is null || a == b
            ? a ?? b
            : new Schedule(
                SessionEvent.Greater(a.Cron, b.Cron),
                SessionEvent.Greater(a.Timezone, b.Timezone),
                SessionHeader.Max(a.IntervalSeconds, b.IntervalSeconds),
                SessionHeader.Max(a.GraceSeconds, b.GraceSeconds)
            );
}
