using System.Net;
using Microsoft.AspNetCore.Http;

namespace Microsoft.Extensions.Hosting;

/// <summary>An address that a service is told to listen on.</summary>
public static class ListenAddress
{
    private const int HighestPort = 65_535;

    /// <summary>Whether only this machine reaches it: a loopback address, a Unix socket or a named pipe.</summary>
    /// <param name="key">The setting that names it.</param>
    /// <param name="url">The address, such as <c>http://localhost:4318</c> or <c>http://unix:/run/otlp.sock</c>.</param>
    /// <exception cref="ConfigurationException">It cannot be one.</exception>
    public static bool IsLocal(string key, string url)
    {
        var address = Parse(key, url);
        return address.IsUnixPipe
            || address.IsNamedPipe
            || address.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            || address.Host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)
            || (
                IPAddress.TryParse(address.Host.Trim('[', ']'), out var ip)
                && IPAddress.IsLoopback(ip)
            );
    }

    private static BindingAddress Parse(string key, string url)
    {
        try
        {
            var address = BindingAddress.Parse(url);
            if (
                address.Scheme.ToLowerInvariant() is "http" or "https"
                && (address.IsUnixPipe || address.IsNamedPipe || address.Port <= HighestPort)
            )
            {
                return address;
            }
        }
        catch (FormatException)
        {
            // As below.
        }

        throw new ConfigurationException(
            $"{key} is '{url}', which is no address to listen on; write http://host:port with a port up to {HighestPort}."
        );
    }
}
