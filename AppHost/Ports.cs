using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Configuration;

namespace AppHost;

/// <summary>
/// Checks before the start that every fixed port is free. The orchestrator waits for a port in use without a word, and
/// the login link would lead to whatever listens there.
/// </summary>
static class Ports
{
    /// <exception cref="DistributedApplicationException">A port is in use; the message names it, its user and the fix.</exception>
    public static void RequireFree(DistributedApplicationModel model, IConfiguration configuration)
    {
        foreach (var (port, what) in Of(model, configuration).DistinctBy(one => one.Port))
        {
            if (IsInUse(port))
            {
                throw new DistributedApplicationException(
                    $"Port {port} ({what}) is in use. Stop the program that listens there, such as another AppHost, and start again."
                );
            }
        }
    }

    private static IEnumerable<(int Port, string What)> Of(
        DistributedApplicationModel model,
        IConfiguration configuration
    )
    {
        // Tests give every endpoint a random port and start no Aspire dashboard.
        if (configuration.GetValue<bool>("DcpPublisher:RandomizePorts"))
        {
            return [];
        }

        var endpoints =
            from resource in model.Resources
            from endpoint in resource.Annotations.OfType<EndpointAnnotation>()
            where endpoint.Port is > 0
            select (endpoint.Port!.Value, $"{resource.Name}, {endpoint.Name}");
        var aspire =
            from one in AspireDashboard.Listening(configuration)
            where one.Address.Port > 0
            select (one.Address.Port, $"Aspire dashboard, {one.Key}");
        return endpoints.Concat(aspire);
    }

    private static bool IsInUse(int port) =>
        IsInUse(new IPEndPoint(IPAddress.Loopback, port))
        || (Socket.OSSupportsIPv6 && IsInUse(new IPEndPoint(IPAddress.IPv6Loopback, port)));

    private static bool IsInUse(IPEndPoint address)
    {
        using var listener = new TcpListener(address);
        try
        {
            listener.Start();
            return false;
        }
        catch (SocketException problem)
        {
            // An address that this machine does not have is nobody's.
            return problem.SocketErrorCode == SocketError.AddressAlreadyInUse;
        }
    }
}
