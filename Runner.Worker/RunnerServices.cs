using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Runner.Telemetry;
using Runner.Worker.Settings;

namespace Runner.Worker;

/// <summary>What the host needs to run sessions.</summary>
static class RunnerServices
{
    public static IServiceCollection AddRunner(this IServiceCollection services)
    {
        services
            .AddOptions<RunnerSettings>()
            .BindConfiguration(
                RunnerSettings.Section,
                binder => binder.ErrorOnUnknownConfiguration = true
            )
            .ValidateOnStart();
        services.AddSingleton<IValidateOptions<RunnerSettings>, RunnerSettingsRules>();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(provider =>
            RunnerTelemetry.Export(
                "runner",
                provider.GetRequiredService<IConfiguration>(),
                provider.GetRequiredService<TimeProvider>()
            )
        );
        return services.AddHostedService<SessionLoop>();
    }
}
