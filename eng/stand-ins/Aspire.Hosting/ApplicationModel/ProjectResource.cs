using Aspire.Hosting.Orchestration;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>A .NET project, started as a process.</summary>
public sealed class ProjectResource
    : IResourceWithEnvironment,
        IResourceWithArgs,
        IResourceWithEndpoints,
        IResourceWithWaitSupport
{
    internal ProjectResource(string name, IProjectMetadata project, LaunchProfile? launchProfile)
    {
        Name = name;
        Project = project;
        LaunchProfile = launchProfile;
        Endpoints = [.. launchProfile?.Endpoints() ?? []];
    }

    public string Name { get; }

    internal IProjectMetadata Project { get; }

    internal LaunchProfile? LaunchProfile { get; }

    internal List<EndpointAnnotation> Endpoints { get; }

    internal Func<EndpointAnnotation, bool> InjectEndpoint { get; set; } = _ => true;

    /// <summary>Run in the order in which they were added, so the later one wins.</summary>
    internal List<Action<EnvironmentCallbackContext>> Environment { get; } = [];

    internal List<string> Args { get; } = [];

    internal List<ProjectResource> WaitsFor { get; } = [];

    internal List<HttpHealthCheck> HealthChecks { get; } = [];

    internal List<Func<ResourceReadyEvent, CancellationToken, Task>> WhenReady { get; } = [];
}

/// <summary>Healthy means that a GET of <paramref name="Path"/> answers with <paramref name="StatusCode"/>.</summary>
sealed record HttpHealthCheck(EndpointReference Endpoint, string Path, int StatusCode);
