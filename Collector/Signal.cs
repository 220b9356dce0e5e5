namespace Collector;

/// <summary>The three kinds of telemetry that OTLP carries.</summary>
internal enum Signal
{
    Traces,
    Logs,
    Metrics,
}
