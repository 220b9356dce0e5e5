namespace Runner.Telemetry;

/// <summary>When sessions of a runner are due: by a <see cref="Cron"/> expression or an <see cref="Interval"/>. A session
/// that does not start in time is shown as overdue.</summary>
public sealed record RunnerSchedule
{
    /// <summary>Cron expression of five fields (minute, hour, day of month, month, day of week), such as
    /// <c>0 3 * * *</c>.</summary>
    public string? Cron { get; init; }

    /// <summary>IANA name of the zone in which <see cref="Cron"/> is meant, such as <c>Europe/Berlin</c>; UTC by
    /// default.</summary>
    public string? TimeZone { get; init; }

    /// <summary>From one start to the next, above zero; in place of <see cref="Cron"/>.</summary>
    public TimeSpan? Interval { get; init; }

    /// <summary>How late a start may be before it is overdue; null leaves that to the reader.</summary>
    public TimeSpan? Grace { get; init; }
}
