using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Microsoft.Extensions.Hosting;

/// <summary>Health: <c>/health</c> when the service can do its work, <c>/alive</c> when its process responds.</summary>
public static class HealthDefaults
{
    internal const string Health = "/health";
    internal const string Alive = "/alive";
    const string LiveTag = "live";

    /// <summary>Adds the check behind <c>/alive</c>; services add to <c>/health</c> by their own checks.</summary>
    public static TBuilder AddDefaultHealthChecks<TBuilder>(this TBuilder builder)
        where TBuilder : IHostApplicationBuilder
    {
        builder
            .Services.AddHealthChecks()
            .AddCheck("self", () => HealthCheckResult.Healthy(), [LiveTag]);
        return builder;
    }

    /// <summary>Maps both endpoints, in every environment and also where a service asks for a login: they tell no more than up or down.</summary>
    public static WebApplication MapDefaultEndpoints(this WebApplication app)
    {
        app.MapHealthChecks(Health).AllowAnonymous();
        app.MapHealthChecks(
                Alive,
                new HealthCheckOptions { Predicate = check => check.Tags.Contains(LiveTag) }
            )
            .AllowAnonymous();
        return app;
    }
}
