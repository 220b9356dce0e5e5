using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

/// <summary>Describes a resource: endpoints, environment, references, waits.</summary>
public static class ResourceBuilderExtensions
{
    /// <summary>Adds an http endpoint. With <paramref name="env"/>, that variable is given the target port.</summary>
    public static IResourceBuilder<T> WithHttpEndpoint<T>(
        this IResourceBuilder<T> builder,
        int? port = null,
        int? targetPort = null,
        string? name = null,
        string? env = null,
        bool isProxied = true
    )
        where T : IResourceWithEndpoints =>
        builder.Change(project =>
        {
            var endpoint = new EndpointAnnotation(name ?? "http", "http")
            {
                Port = port,
                TargetPort = targetPort,
                PortVariable = env,
                IsProxied = isProxied,
            };
            if (project.Endpoints.Any(other => other.Name == endpoint.Name))
            {
                throw new DistributedApplicationException(
                    $"Endpoint with name '{endpoint.Name}' already exists on resource '{project.Name}'."
                );
            }
            project.Endpoints.Add(endpoint);
        });

    public static EndpointReference GetEndpoint<T>(this IResourceBuilder<T> builder, string name)
        where T : IResourceWithEndpoints => builder.Resource.GetEndpoint(name);

    public static EndpointReference GetEndpoint(
        this IResourceWithEndpoints resource,
        string endpointName
    ) => new(resource, endpointName);

    public static IResourceBuilder<T> WithEnvironment<T>(
        this IResourceBuilder<T> builder,
        string name,
        string? value
    )
        where T : IResourceWithEnvironment =>
        builder.WithEnvironment(context => context.EnvironmentVariables[name] = value ?? "");

    public static IResourceBuilder<T> WithEnvironment<T>(
        this IResourceBuilder<T> builder,
        string name,
        EndpointReference endpointReference
    )
        where T : IResourceWithEnvironment =>
        builder.WithEnvironment(context => context.EnvironmentVariables[name] = endpointReference);

    public static IResourceBuilder<T> WithEnvironment<T>(
        this IResourceBuilder<T> builder,
        string name,
        ReferenceExpression value
    )
        where T : IResourceWithEnvironment =>
        builder.WithEnvironment(context => context.EnvironmentVariables[name] = value);

    public static IResourceBuilder<T> WithEnvironment<T>(
        this IResourceBuilder<T> builder,
        string name,
        in ReferenceExpression.ExpressionInterpolatedStringHandler value
    )
        where T : IResourceWithEnvironment =>
        builder.WithEnvironment(name, ReferenceExpression.Create(value));

    public static IResourceBuilder<T> WithEnvironment<T>(
        this IResourceBuilder<T> builder,
        Action<EnvironmentCallbackContext> callback
    )
        where T : IResourceWithEnvironment =>
        builder.Change(project => project.Environment.Add(callback));

    /// <summary>Tells a resource where the endpoints of another are, for service discovery and by plain variables.</summary>
    public static IResourceBuilder<T> WithReference<T>(
        this IResourceBuilder<T> builder,
        IResourceBuilder<ProjectResource> source
    )
        where T : IResourceWithEnvironment =>
        builder.WithEnvironment(context =>
        {
            foreach (var endpoint in source.Resource.Endpoints)
            {
                var service = source.Resource.Name;
                var reference = source.GetEndpoint(endpoint.Name);
                context.EnvironmentVariables[$"services__{service}__{endpoint.Name}__0"] =
                    reference;
                context.EnvironmentVariables[
                    $"{service}_{endpoint.Name}".Replace('-', '_').ToUpperInvariant()
                ] = reference;
            }
        });

    /// <summary>Hands a resource a connection string, as <c>ConnectionStrings__NAME</c>.</summary>
    public static IResourceBuilder<T> WithReference<T>(
        this IResourceBuilder<T> builder,
        IResourceBuilder<IResourceWithConnectionString> source
    )
        where T : IResourceWithEnvironment =>
        builder.WithEnvironment(
            $"ConnectionStrings__{source.Resource.Name}",
            source.Resource.ConnectionStringExpression
        );

    /// <summary>Appends arguments to those of the process.</summary>
    public static IResourceBuilder<T> WithArgs<T>(
        this IResourceBuilder<T> builder,
        params string[] args
    )
        where T : IResourceWithArgs => builder.Change(project => project.Args.AddRange(args));

    /// <summary>Starts a resource only when another one is running and healthy.</summary>
    public static IResourceBuilder<T> WaitFor<T>(
        this IResourceBuilder<T> builder,
        IResourceBuilder<ProjectResource> dependency
    )
        where T : IResourceWithWaitSupport =>
        builder.Change(project => project.WaitsFor.Add(dependency.Resource));

    /// <summary>Healthy is a resource that answers a GET of <paramref name="path"/> with <paramref name="statusCode"/>.</summary>
    public static IResourceBuilder<T> WithHttpHealthCheck<T>(
        this IResourceBuilder<T> builder,
        string? path = null,
        int? statusCode = null,
        string? endpointName = null
    )
        where T : IResourceWithEndpoints =>
        builder.Change(project =>
        {
            var endpoint = new EndpointReference(project, endpointName ?? "http");
            project.HealthChecks.Add(new HttpHealthCheck(endpoint, path ?? "/", statusCode ?? 200));
        });

    /// <summary>Called once, when the resource is running and healthy for the first time.</summary>
    public static IResourceBuilder<T> OnResourceReady<T>(
        this IResourceBuilder<T> builder,
        Func<T, ResourceReadyEvent, CancellationToken, Task> callback
    )
        where T : IResource =>
        builder.Change(project =>
            project.WhenReady.Add(
                (ready, cancellation) => callback(builder.Resource, ready, cancellation)
            )
        );

    static IResourceBuilder<T> Change<T>(
        this IResourceBuilder<T> builder,
        Action<ProjectResource> change
    )
        where T : IResource
    {
        // A container is never started here, so that what describes it further is of no use.
        if ((IResource)builder.Resource is ProjectResource project)
        {
            change(project);
        }

        return builder;
    }
}
