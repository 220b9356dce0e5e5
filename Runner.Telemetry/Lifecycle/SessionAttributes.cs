using Runner.Conventions;

namespace Runner.Telemetry.Lifecycle;

/// <summary>What a session's start and its root span say, by the conventions.</summary>
static class SessionAttributes
{
    public static KeyValuePair<string, object?>[] Of(string id, RunnerSessionOptions options)
    {
        var schedule = options.Schedule;
        KeyValuePair<string, object?>[] all =
        [
            new(AttributeNames.SessionId, id),
            new(AttributeNames.RunnerName, options.RunnerName),
            new(AttributeNames.DryRun, options.DryRun),
            new(AttributeNames.InitialCapital, (double?)options.Account?.InitialCapital),
            new(AttributeNames.Currency, options.Account?.Currency),
            new(AttributeNames.PhaseCount, options.PhaseCount > 0 ? options.PhaseCount : null),
            new(AttributeNames.Schedule, schedule?.Cron),
            new(AttributeNames.ScheduleTimezone, schedule?.TimeZone),
            new(AttributeNames.Interval, schedule?.Interval?.TotalSeconds),
            new(AttributeNames.ScheduleGrace, schedule?.Grace?.TotalSeconds),
            .. options.Parameters.Select(p => CustomAttributes.Parameter(p.Key, p.Value)),
            .. CustomAttributes.Of(options.Attributes),
        ];
        return [.. all.Where(a => a.Value is not null)];
    }
}
