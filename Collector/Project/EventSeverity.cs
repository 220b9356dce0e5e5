using Sessions;

namespace Collector.Project;

/// <summary>The level of an event.</summary>
internal static class EventSeverity
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
    public static EventLevel? OfNumber(ulong severity) =>
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
