using OpenTelemetry;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Puts OpenTelemetry into a host.</summary>
public static class OpenTelemetryServicesExtensions
{
    /// <summary>Starts the SDK with the host; signals are added on what this returns.</summary>
    public static OpenTelemetryBuilder AddOpenTelemetry(this IServiceCollection services)
    {
        services.AddHostedService<TelemetryHostedService>();
        return new OpenTelemetryBuilder(services);
    }
}
