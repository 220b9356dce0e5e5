using System.Globalization;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>Names an endpoint; can be asked for its address once the application has started.</summary>
public sealed class EndpointReference(IResourceWithEndpoints owner, string endpointName)
{
    public string EndpointName { get; } = endpointName;

    /// <summary>The public URL.</summary>
    /// <exception cref="InvalidOperationException">The application has not been started.</exception>
    public string Url => Endpoint.Url(Ports.Public);

    /// <summary>A property of the endpoint, for use in an environment variable.</summary>
    public EndpointReferenceExpression Property(EndpointProperty property) => new(this, property);

    internal IResourceWithEndpoints Owner { get; } = owner;

    internal EndpointAnnotation Endpoint =>
        (Owner as ProjectResource)?.Endpoints.FirstOrDefault(endpoint =>
            string.Equals(endpoint.Name, EndpointName, StringComparison.OrdinalIgnoreCase)
        )
        ?? throw new ArgumentException(
            $"Endpoint '{EndpointName}' for resource '{Owner.Name}' not found."
        );

    internal AllocatedPorts Ports =>
        Endpoint.Allocated
        ?? throw new InvalidOperationException(
            $"Endpoint '{EndpointName}' of resource '{Owner.Name}' has no address before the application has started."
        );
}

/// <summary>What an endpoint can be asked for.</summary>
public enum EndpointProperty
{
    Url,
    Host,
    Port,
    Scheme,
    TargetPort,
}

/// <summary>One property of an endpoint, resolved when the process that is handed it starts.</summary>
public sealed class EndpointReferenceExpression(
    EndpointReference endpoint,
    EndpointProperty property
)
{
    internal string Resolve() =>
        property switch
        {
            EndpointProperty.Url => endpoint.Url,
            EndpointProperty.Host => "localhost",
            EndpointProperty.Port => endpoint.Ports.Public.ToString(CultureInfo.InvariantCulture),
            EndpointProperty.Scheme => endpoint.Endpoint.UriScheme,
            EndpointProperty.TargetPort => endpoint.Ports.Target.ToString(
                CultureInfo.InvariantCulture
            ),
            _ => throw new ArgumentOutOfRangeException(nameof(property), property, null),
        };
}
