using Runner.Telemetry.Export;

namespace OpenTelemetry.Logs;

/// <summary>Adds a runner's life-cycle events to an application's own logs.</summary>
public static class RunnerLoggerProviderBuilderExtensions
{
    /// <summary>Gives life-cycle events the time of what they speak of. Call it before an exporter is added.</summary>
    /// <param name="builder">The pipeline.</param>
    /// <returns><paramref name="builder"/>.</returns>
    public static LoggerProviderBuilder AddRunnerInstrumentation(this LoggerProviderBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.AddProcessor(new LifeCycleTimestamps());
    }
}
