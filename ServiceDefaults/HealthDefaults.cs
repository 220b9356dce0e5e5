using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Http;
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
        app.MapHealthChecks(Health).AllowAnonymous().Add(AnswerReadsOnly);
        app.MapHealthChecks(
                Alive,
                new HealthCheckOptions { Predicate = check => check.Tags.Contains(LiveTag) }
            )
            .AllowAnonymous()
            .Add(AnswerReadsOnly);
        return app;
    }

    // Not by the route's methods: a service with a route for every path would answer 404 to the others.
    private static void AnswerReadsOnly(EndpointBuilder endpoint)
    {
        var check = endpoint.RequestDelegate!;
        endpoint.RequestDelegate = http =>
        {
            var method = http.Request.Method;
            if (HttpMethods.IsGet(method) || HttpMethods.IsHead(method))
            {
                return check(http);
            }

            http.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
            http.Response.Headers.Allow = "GET, HEAD";
            return Task.CompletedTask;
        };
    }
}
