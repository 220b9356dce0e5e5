using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Microsoft.Extensions.Hosting;

/// <summary>What every service of the application has: telemetry, health checks, service discovery, resilient HTTP clients.</summary>
public static class HostDefaults
{
    /// <summary>Adds all of it, to a web application as well as to a worker.</summary>
    public static TBuilder AddServiceDefaults<TBuilder>(this TBuilder builder)
        where TBuilder : IHostApplicationBuilder
    {
        var start = new StartLog();
        builder.Logging.AddFilter(StartLog.Category, start.Shows);
        builder.Services.AddHostedService(_ => start);
        builder.ConfigureOpenTelemetry();
        builder.AddDefaultHealthChecks();
        builder.Services.AddServiceDiscovery();
        builder.Services.ConfigureHttpClientDefaults(client =>
        {
            client.AddStandardResilienceHandler();
            client.AddServiceDiscovery();
        });
        return builder;
    }
}
