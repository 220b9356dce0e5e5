using Microsoft.Extensions.Configuration;

namespace AppHost;

/// <summary>The alerter as a resource, once it has somebody to tell.</summary>
static class Alerting
{
    private const string Section = "Alerts";

    /// <summary>
    /// Adds the alerter when a channel is configured; the whole section is handed on in its environment, since it holds
    /// secrets. When publishing it is left out: a published alerter is given its channels where it runs.
    /// </summary>
    public static void AddAlerts(
        this IDistributedApplicationBuilder builder,
        IResourceBuilder<SessionStore> sessions,
        IResourceBuilder<ProjectResource> collector,
        IResourceBuilder<ProjectResource> dashboard
    )
    {
        var settings = builder.Configuration.GetSection(Section);
        if (
            !builder.ExecutionContext.IsRunMode
            || !settings.GetSection("Channels").GetChildren().Any()
        )
        {
            return;
        }

        var alerts = builder
            .AddProject<Projects.Alerts>("alerts")
            .WithHttpHealthCheck("/health")
            .WithReference(sessions)
            .WithEnvironment("Alerts__DashboardUrl", dashboard.GetEndpoint("http"))
            .WaitFor(collector)
            .WithIconName("Alert");
        foreach (var (key, value) in settings.AsEnumerable())
        {
            if (value is not null)
            {
                alerts.WithEnvironment(key.Replace(":", "__", StringComparison.Ordinal), value);
            }
        }
    }
}
