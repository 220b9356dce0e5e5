using Microsoft.Extensions.Configuration;

namespace AppHost;

/// <summary>The alerter as a resource, once it has somebody to tell.</summary>
static class Alerting
{
    private const string Section = "Alerts";
    private const string FileVariable = "ConnectionStrings__alerts";

    /// <summary>
    /// Adds the alerter when a channel is configured; the whole section is handed on in its environment, since it holds
    /// secrets. When publishing it is always there and has no channel: a published alerter is given its channels, and the
    /// public address of the dashboard, where it runs. The dashboard reads its file.
    /// </summary>
    public static void AddAlerts(
        this IDistributedApplicationBuilder builder,
        IResourceBuilder<SessionStore> sessions,
        IResourceBuilder<ProjectResource> collector,
        IResourceBuilder<ProjectResource> dashboard
    )
    {
        var settings = builder.Configuration.GetSection(Section);
        var isPublishing = builder.ExecutionContext.IsPublishMode;
        if (!isPublishing && !settings.GetSection("Channels").GetChildren().Any())
        {
            return;
        }

        var alerts = builder
            .AddProject<Projects.Alerts>("alerts")
            .WithHttpHealthCheck("/health")
            .WithReference(sessions)
            .WaitFor(collector)
            .WithIconName("Alert");
        if (FileOf(builder) is { } file)
        {
            alerts.WithEnvironment(FileVariable, file);
            dashboard.WithEnvironment(FileVariable, file);
        }

        if (isPublishing)
        {
            return;
        }

        alerts.WithEnvironment("Alerts__DashboardUrl", dashboard.GetEndpoint("http"));
        foreach (var (key, value) in settings.AsEnumerable())
        {
            if (value is not null)
            {
                alerts.WithEnvironment(key.Replace(":", "__", StringComparison.Ordinal), value);
            }
        }
    }

    /// <summary>Where the alerter's own state is, if not beside the sessions; a parameter when publishing.</summary>
    private static ReferenceExpression? FileOf(IDistributedApplicationBuilder builder)
    {
        if (builder.ExecutionContext.IsPublishMode)
        {
            return ReferenceExpression.Create(
                $"{builder.AddParameter("alerts-connection-string")}"
            );
        }

        return builder.Configuration.GetConnectionString("alerts") is { Length: > 0 } given
            ? ReferenceExpression.Create($"{given}")
            : null;
    }
}
