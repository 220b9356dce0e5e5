using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AppHost;

/// <summary>What the Aspire dashboard and the console say of a resource's addresses.</summary>
static class Links
{
    /// <summary>A link to a page of the resource, under a text that says what opens.</summary>
    public static IResourceBuilder<ProjectResource> WithLink(
        this IResourceBuilder<ProjectResource> resource,
        string endpointName,
        string path,
        string text
    ) =>
        path is "/" || endpointName is not "http"
            ? resource.WithUrlForEndpoint(
                endpointName,
                url =>
                {
                    url.DisplayText = text;
                    url.Url = new Uri(new Uri(url.Url), path).ToString();
                }
            )
            : resource.WithUrlForEndpoint(
                endpointName,
                _ => new ResourceUrlAnnotation { Url = path, DisplayText = text }
            );

    /// <summary>An endpoint that nobody opens in a browser: only the resource's details name it.</summary>
    public static IResourceBuilder<ProjectResource> WithDetail(
        this IResourceBuilder<ProjectResource> resource,
        string endpointName,
        string text
    ) =>
        resource.WithUrlForEndpoint(
            endpointName,
            url =>
            {
                url.DisplayText = text;
                url.DisplayLocation = UrlDisplayLocation.DetailsOnly;
            }
        );

    /// <summary>
    /// Tells the session dashboard where the Aspire dashboard of this application is, which shows each session's trace.
    /// </summary>
    public static IResourceBuilder<ProjectResource> WithTraceLinks(
        this IResourceBuilder<ProjectResource> dashboard
    ) =>
        dashboard.WithEnvironment(context =>
        {
            // It joins the application only when that starts, and not at all where it is switched off.
            var aspire = context
                .ExecutionContext.Services.GetRequiredService<DistributedApplicationModel>()
                .Resources.OfType<IResourceWithEndpoints>()
                .FirstOrDefault(one => one.Name == AspireDashboard.ResourceName);
            if (
                aspire?.GetEndpoints().FirstOrDefault(one => one.EndpointName == "http") is
                { } pages
            )
            {
                context.EnvironmentVariables["Aspire__DashboardUrl"] = pages;
            }
        });

    /// <summary>Logs the URL of the resource's page as soon as it is ready.</summary>
    public static IResourceBuilder<ProjectResource> Announce(
        this IResourceBuilder<ProjectResource> page,
        string what
    ) =>
        page.OnResourceReady(
            (resource, ready, _) =>
            {
                var logger = ready
                    .Services.GetRequiredService<ILoggerFactory>()
                    .CreateLogger("AppHost");
                logger.LogInformation("{What}: {Url}", what, resource.GetEndpoint("http").Url);
                return Task.CompletedTask;
            }
        );
}
