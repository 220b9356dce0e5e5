using System.Net;
using System.Net.Sockets;

namespace Alerts.Channels;

/// <summary>
/// HTTP to the outside: no redirects, so that a message goes nowhere else than where it was told to, and no addresses of
/// this machine or of a private network unless the channel allows them.
/// </summary>
internal static class OutgoingHttp
{
    private static readonly TimeSpan UsualTimeout = TimeSpan.FromSeconds(10);

    /// <param name="allowPrivateAddress">Whether addresses of this machine and of private networks are allowed.</param>
    /// <param name="timeout">How long an answer may take; 10 s by default.</param>
    public static HttpClient Client(bool allowPrivateAddress, TimeSpan? timeout = null) =>
        new(
            new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                UseCookies = false,
                PooledConnectionLifetime = TimeSpan.FromMinutes(5),
                ConnectCallback = (context, cancellationToken) =>
                    ConnectAsync(context.DnsEndPoint, allowPrivateAddress, cancellationToken),
            }
        )
        {
            Timeout = timeout ?? UsualTimeout,
        };

    private static async ValueTask<Stream> ConnectAsync(
        DnsEndPoint endpoint,
        bool allowPrivateAddress,
        CancellationToken cancellationToken
    )
    {
        var addresses = await Dns.GetHostAddressesAsync(endpoint.Host, cancellationToken);
        var allowed = allowPrivateAddress
            ? addresses
            : [.. addresses.Where(address => !IsPrivate(address))];
        if (allowed.Length == 0)
        {
            throw new DeliveryException(
                "The address is one of this machine or of a private network; set AllowPrivateAddress for the channel if that is meant."
            );
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, endpoint.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    internal static bool IsPrivate(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
        {
            address = address.MapToIPv4();
        }

        if (IPAddress.IsLoopback(address) || address.Equals(IPAddress.Any))
        {
            return true;
        }

        if (address.AddressFamily == AddressFamily.InterNetworkV6)
        {
            return address.IsIPv6LinkLocal
                || address.IsIPv6UniqueLocal
                || address.IsIPv6SiteLocal
                || address.IsIPv6Multicast
                || address.Equals(IPAddress.IPv6Any);
        }

        var bytes = address.GetAddressBytes();
        return bytes[0] switch
        {
            0 or 10 or >= 224 => true,
            100 => bytes[1] is >= 64 and < 128,
            169 => bytes[1] == 254,
            172 => bytes[1] is >= 16 and < 32,
            192 => bytes[1] == 168,
            _ => false,
        };
    }
}
