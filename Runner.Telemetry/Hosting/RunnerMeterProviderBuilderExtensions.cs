using Runner.Telemetry;

namespace OpenTelemetry.Metrics;

/// <summary>Adds a runner's heartbeats and figures to an application's own metrics.</summary>
public static class RunnerMeterProviderBuilderExtensions
{
    /// <summary>Exports heartbeats and figures with this pipeline. Set its reader to delta temporality: with cumulative
    /// temporality the SDK repeats the figures of ended sessions for ever.</summary>
    /// <param name="builder">The pipeline.</param>
    /// <returns><paramref name="builder"/>.</returns>
    public static MeterProviderBuilder AddRunnerInstrumentation(this MeterProviderBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.AddMeter(RunnerTelemetry.SourceName);
    }
}
