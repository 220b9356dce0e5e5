using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;
using Runner.Telemetry;
using Runner.Telemetry.Export;
using Runner.Telemetry.Settings;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers <see cref="RunnerTelemetry"/>.</summary>
public static class RunnerTelemetryServiceCollectionExtensions
{
    /// <summary>Registers <see cref="RunnerTelemetry"/> as a singleton, by default with an OTLP pipeline of its own. The
    /// <c>OTEL_*</c> settings are read from the application's configuration. Options and settings are validated when the
    /// application starts.</summary>
    /// <param name="services">Where to register it.</param>
    /// <param name="configure">Sets options; null leaves the defaults.</param>
    /// <returns><paramref name="services"/>.</returns>
    public static IServiceCollection AddRunnerTelemetry(
        this IServiceCollection services,
        Action<RunnerTelemetryOptions>? configure = null
    )
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddLogging();
        var options = services.AddOptions<RunnerTelemetryOptions>().ValidateOnStart();
        if (configure is not null)
        {
            options.Configure(configure);
        }

        services.TryAddEnumerable(
            ServiceDescriptor.Singleton<
                IValidateOptions<RunnerTelemetryOptions>,
                RunnerTelemetryOptionsRules
            >(provider => new RunnerTelemetryOptionsRules(Settings(provider)))
        );
        services.TryAddSingleton(Create);
        return services;
    }

    static RunnerTelemetry Create(IServiceProvider provider)
    {
        var options = provider.GetRequiredService<IOptions<RunnerTelemetryOptions>>().Value;
        var time = provider.GetService<TimeProvider>() ?? TimeProvider.System;
        if (options.Export)
        {
            return RunnerTelemetry.Create(options, Settings(provider), time);
        }

        var flush = new PromptFlush(
            provider.GetService<LoggerProvider>(),
            provider.GetService<TracerProvider>(),
            provider.GetService<MeterProvider>()
        );
        return new RunnerTelemetry(provider.GetRequiredService<ILoggerFactory>(), flush, time);
    }

    static IConfiguration Settings(IServiceProvider provider) =>
        provider.GetService<IConfiguration>()
        ?? new ConfigurationBuilder().AddEnvironmentVariables().Build();
}
