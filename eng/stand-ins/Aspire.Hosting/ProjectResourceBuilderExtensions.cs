using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Orchestration;

namespace Aspire.Hosting;

/// <summary>Adds projects to the application.</summary>
public static class ProjectResourceBuilderExtensions
{
    public static IResourceBuilder<ProjectResource> AddProject<TProject>(
        this IDistributedApplicationBuilder builder,
        string name
    )
        where TProject : IProjectMetadata, new() => builder.AddProject<TProject>(name, _ => { });

    public static IResourceBuilder<ProjectResource> AddProject<TProject>(
        this IDistributedApplicationBuilder builder,
        string name,
        Action<ProjectResourceOptions> configure
    )
        where TProject : IProjectMetadata, new()
    {
        var options = new ProjectResourceOptions();
        configure(options);
        var project = new TProject();
        var profile = options.ExcludeLaunchProfile
            ? null
            : LaunchProfile.Find(
                Path.GetDirectoryName(project.ProjectPath)!,
                options.LaunchProfileName,
                builder.Configuration["DOTNET_LAUNCH_PROFILE"]
            );
        return builder.AddResource(new ProjectResource(name, project, profile));
    }

    /// <summary>Chooses the endpoints whose target ports are handed to the process in <c>ASPNETCORE_URLS</c>.</summary>
    public static IResourceBuilder<ProjectResource> WithEndpointsInEnvironment(
        this IResourceBuilder<ProjectResource> builder,
        Func<EndpointAnnotation, bool> filter
    )
    {
        builder.Resource.InjectEndpoint = filter;
        return builder;
    }

    /// <summary>Adds something that is reached by a connection string and not started here.</summary>
    public static IResourceBuilder<ConnectionStringResource> AddConnectionString(
        this IDistributedApplicationBuilder builder,
        string name,
        ReferenceExpression connectionStringExpression
    ) => builder.AddResource(new ConnectionStringResource(name, connectionStringExpression));
}
