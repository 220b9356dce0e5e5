using System.Text.Json;
using System.Text.Json.Serialization;
using Dashboard.Web.Api;
using Dashboard.Web.Assistants;
using Dashboard.Web.Compare;
using Dashboard.Web.Delivery;
using Dashboard.Web.Export;
using Dashboard.Web.Hardening;
using Dashboard.Web.Health;
using Dashboard.Web.Incidents;
using Dashboard.Web.Live;
using Dashboard.Web.Login;
using Dashboard.Web.Runners;
using Dashboard.Web.SessionList;
using Dashboard.Web.SessionPage;
using Dashboard.Web.Since;
using Dashboard.Web.Streaming;
using Sessions;
using Sessions.ClickHouse.Hosting;
using Sessions.Sqlite.Hosting;

namespace Dashboard.Web;

/// <summary>The whole web application, ready to be started: what it needs, and every route that it has.</summary>
internal static class DashboardSite
{
    /// <param name="options">Arguments and surroundings.</param>
    /// <param name="replace">Puts something else in the place of a service, for tests.</param>
    public static WebApplication Build(
        WebApplicationOptions options,
        Action<WebApplicationBuilder>? replace = null
    )
    {
        var builder = WebApplication.CreateBuilder(options);
        builder.AddServiceDefaults();
        builder.ListenOnDefaultAddress();
        builder.WebHost.UseStaticWebAssets();
        AddServices(builder.Services, builder.Configuration);
        replace?.Invoke(builder);
        var app = builder.Build();
        // Now, so that a store setting that cannot be used ends the start.
        app.Services.GetRequiredService<ISessionReader>();
        MapRoutes(app);
        return app;
    }

    private static void AddServices(IServiceCollection services, ConfigurationManager configuration)
    {
        if (!services.TryAddClickHouseReader(configuration))
        {
            services.AddSessionStoreReader(configuration);
        }

        services.AddDashboard(configuration);
        services.AddAssistants();
        services.AddHealthChecks().AddCheck<StoreCheck>("store");
        services.AddProblemDetails();
        services.AddCompression();
        services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower;
            json.SerializerOptions.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
        });
        services.AddOpenApi();
    }

    private static void MapRoutes(WebApplication app)
    {
        app.UseSecurityHeaders();
        app.UseResponseCompression();
        app.UseUnknownAddress();
        app.UseHeadRequests();
        app.UseLogin();
        app.UseOwnPagesOnly();
        app.UseSessionAddresses();
        app.UseStoreAway();
        app.MapStaticAssets().AllowAnonymous();
        app.MapLoginIfAsked();
        app.MapOpenApi();
        app.MapDefaultEndpoints();
        app.MapSessionHealth();
        app.MapRunnerHealth();
        app.MapSessionApi();
        app.MapStream();
        app.MapExport();
        app.MapRunnerApi();
        app.MapIncidentsApi();
        app.MapSessionList();
        app.MapSince();
        app.MapSessionPage();
        app.MapRunnerPages();
        app.MapIncidentPages();
        app.MapCompare();
        app.MapHub<LiveHub>(LiveHub.Path);
        app.MapAssistants();
    }
}
