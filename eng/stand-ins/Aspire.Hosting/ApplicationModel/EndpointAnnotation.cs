using System.Globalization;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>An address that a resource listens on: a public port, which the proxy holds, in front of a target port.</summary>
public sealed class EndpointAnnotation(string name, string uriScheme)
{
    public string Name { get; } = name;

    public string UriScheme { get; } = uriScheme;

    /// <summary>The public port; null: any free one.</summary>
    public int? Port { get; set; }

    /// <summary>The port that the process is told to listen on; null: any free one.</summary>
    public int? TargetPort { get; set; }

    /// <summary>Without a proxy, public port and target port are the same.</summary>
    public bool IsProxied { get; set; } = true;

    /// <summary>Name of the environment variable that is given the target port.</summary>
    internal string? PortVariable { get; init; }

    internal AllocatedPorts? Allocated { get; set; }

    internal string Url(int port) =>
        string.Create(CultureInfo.InvariantCulture, $"{UriScheme}://localhost:{port}");
}

/// <summary>The ports of an endpoint, once the application has started.</summary>
sealed record AllocatedPorts(int Public, int Target);
