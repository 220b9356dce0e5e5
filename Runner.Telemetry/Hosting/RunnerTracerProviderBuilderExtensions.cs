using Runner.Telemetry;

namespace OpenTelemetry.Trace;

/// <summary>Adds a runner's sessions to an application's own traces.</summary>
public static class RunnerTracerProviderBuilderExtensions
{
    /// <summary>Exports the spans of sessions and phases with this pipeline. Raise <c>OTEL_SPAN_EVENT_COUNT_LIMIT</c> (128 by
    /// default) if a phase makes more checkpoints.</summary>
    /// <param name="builder">The pipeline.</param>
    /// <returns><paramref name="builder"/>.</returns>
    public static TracerProviderBuilder AddRunnerInstrumentation(this TracerProviderBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.AddSource(RunnerTelemetry.SourceName);
    }
}
