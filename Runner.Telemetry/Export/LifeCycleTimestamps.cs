using OpenTelemetry;
using OpenTelemetry.Logs;
using Runner.Telemetry.Lifecycle;

namespace Runner.Telemetry.Export;

/// <summary>Gives a life-cycle log event the time of the moment it speaks of instead of that of the logging call, so that
/// it equals its span and span event on the wire. Belongs before the exporter.</summary>
sealed class LifeCycleTimestamps : BaseProcessor<LogRecord>
{
    public override void OnEnd(LogRecord data)
    {
        if (data.Attributes is LifeCycleEvent happened)
        {
            data.Timestamp = happened.Time.UtcDateTime;
        }
    }
}
