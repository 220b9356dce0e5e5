using OpenTelemetry;
using OpenTelemetry.Logs;
using Runner.Telemetry.Life;

namespace Runner.Telemetry.Export;

/// <summary>Gives a life-cycle log event the time of the moment it speaks of instead of that of the logging call, so that
/// it equals its span and span event on the wire. Belongs before the exporter.</summary>
public sealed class LifeTimestamps : BaseProcessor<LogRecord>
{
    public override void OnEnd(LogRecord data)
    {
        if (data.Attributes is LifeEvent happened)
        {
            data.Timestamp = happened.Time.UtcDateTime;
        }
    }
}
