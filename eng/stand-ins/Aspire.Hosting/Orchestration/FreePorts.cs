using System.Net;
using System.Net.Sockets;

namespace Aspire.Hosting.Orchestration;

/// <summary>Finds ports for processes that are about to start.</summary>
static class FreePorts
{
    // Below the range from which the kernel takes ports for outgoing connections, so that none of those gets in between.
    const int Lowest = 20_000;
    const int Highest = 32_000;
    static readonly HashSet<int> handedOut = [];

    /// <summary>A port that nobody listens on, and that is not returned again in this process.</summary>
    public static int Next()
    {
        lock (handedOut)
        {
            for (var attempt = 0; attempt < Highest - Lowest; attempt++)
            {
                var port = Random.Shared.Next(Lowest, Highest);
                if (!handedOut.Contains(port) && IsFree(port))
                {
                    handedOut.Add(port);
                    return port;
                }
            }
        }
        throw new DistributedApplicationException(
            $"No port between {Lowest} and {Highest} is free."
        );
    }

    /// <summary>Whether nobody listens on the port of the loopback address.</summary>
    public static bool IsFree(int port)
    {
        using var probe = new Socket(
            AddressFamily.InterNetwork,
            SocketType.Stream,
            ProtocolType.Tcp
        );
        try
        {
            probe.Bind(new IPEndPoint(IPAddress.Loopback, port));
            probe.Listen();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
