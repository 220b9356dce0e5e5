using Aspire.Hosting.Orchestration;
using Microsoft.Extensions.DependencyInjection;

namespace Aspire.Hosting.Testing;

/// <summary>Addresses of a running application's resources.</summary>
public static class DistributedApplicationHostingTestingExtensions
{
    /// <summary>A client whose base address is the public URL of a resource.</summary>
    public static HttpClient CreateHttpClient(
        this DistributedApplication app,
        string resourceName,
        string? endpointName = null
    )
    {
        var client = app.Services.GetRequiredService<IHttpClientFactory>().CreateClient();
        client.BaseAddress = app.GetEndpoint(resourceName, endpointName);
        return client;
    }

    /// <summary>The public URL of a resource; without a name https is preferred, then http.</summary>
    /// <exception cref="ArgumentException">No such resource, or no such endpoint.</exception>
    /// <exception cref="InvalidOperationException">The application has not been started.</exception>
    public static Uri GetEndpoint(
        this DistributedApplication app,
        string resourceName,
        string? endpointName = null
    )
    {
        var model = app.Services.GetRequiredService<AppHostModel>();
        var resource =
            model.Projects.FirstOrDefault(project =>
                string.Equals(project.Name, resourceName, StringComparison.OrdinalIgnoreCase)
            ) ?? throw new ArgumentException($"Resource '{resourceName}' not found.");
        var names = endpointName is null ? (string[])["https", "http"] : [endpointName];
        var name =
            names.FirstOrDefault(name => resource.Endpoints.Any(endpoint => endpoint.Name == name))
            ?? throw new ArgumentException(
                $"Endpoint '{names[^1]}' for resource '{resourceName}' not found."
            );
        return new Uri(resource.GetEndpoint(name).Url);
    }
}
