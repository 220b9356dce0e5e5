namespace AppHost;

/// <summary>Endpoints of a service that tells its Kestrel endpoints apart by name, not by <c>ASPNETCORE_URLS</c>.</summary>
static class Endpoints
{
    /// <summary>Takes no endpoint from the project's own settings, so that each is in the diagram.</summary>
    public static void AreNamedHere(ProjectResourceOptions project)
    {
        project.ExcludeLaunchProfile = true;
        project.ExcludeKestrelEndpoints = true;
    }

    /// <summary>
    /// An endpoint with a fixed public <paramref name="port"/>, and Kestrel's endpoint <paramref name="kestrelName"/>
    /// on the target port behind it.
    /// </summary>
    public static IResourceBuilder<ProjectResource> WithKestrelEndpoint(
        this IResourceBuilder<ProjectResource> project,
        string kestrelName,
        int port,
        string name,
        string transport = "http"
    )
    {
        project
            .WithHttpEndpoint(port: port, name: name)
            .WithEndpoint(name, endpoint => endpoint.Transport = transport)
            .WithEndpointsInEnvironment(_ => false);
        var targetPort = project.GetEndpoint(name).Property(EndpointProperty.TargetPort);
        // Published, a service has an address of its own, at which others have to reach it.
        var host = project.ApplicationBuilder.ExecutionContext.IsPublishMode ? "*" : "localhost";
        return project.WithEnvironment(
            $"Kestrel__Endpoints__{kestrelName}__Url",
            ReferenceExpression.Create($"http://{host}:{targetPort}")
        );
    }
}
