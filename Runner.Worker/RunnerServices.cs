using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
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
        services.AddRunnerTelemetry(telemetry => telemetry.ServiceName = "runner");
        return services.AddHostedService<SessionLoop>();
    }
}
