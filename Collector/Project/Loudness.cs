using Sessions;

namespace Collector.Project;

/// <summary>How loud an event has to be.</summary>
internal static class Loudness
{
    /// <summary>By how it went; what has no status is information.</summary>
    public static EventLevel Of(EventStatus? status) =>
        status switch
        {
            EventStatus.Fail or EventStatus.Failed or EventStatus.Error or EventStatus.Timeout =>
                EventLevel.Error,
            EventStatus.Warn or EventStatus.Cancelled or EventStatus.Retrying => EventLevel.Warning,
            _ => EventLevel.Info,
        };

    /// <summary>By OTLP's severity number, 1 to 24; null when it is unspecified.</summary>
    public static EventLevel? OfSeverity(ulong severity) =>
        severity switch
        {
            0 => null,
            < 9 => EventLevel.Debug,
            < 13 => EventLevel.Info,
            < 17 => EventLevel.Warning,
            _ => EventLevel.Error,
        };

    public static EventLevel Max(EventLevel a, EventLevel b) => a >= b ? a : b;
}
