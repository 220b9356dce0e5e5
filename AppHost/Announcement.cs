using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AppHost;

/// <summary>Says on the console where a page is.</summary>
static class Announcement
{
    /// <summary>Logs <paramref name="what"/> with the resource's URL as soon as the resource is ready.</summary>
    public static void Announce(this IResourceBuilder<ProjectResource> page, string what) =>
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
