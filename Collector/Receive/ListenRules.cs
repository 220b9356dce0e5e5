using System.Net;

namespace Collector.Receive;

/// <summary>Refuses to listen beyond this machine without an API key, unless a setting allows it.</summary>
internal static class ListenRules
{
    /// <exception cref="ConfigurationException">An endpoint is open to others and nothing guards it.</exception>
    public static void Check(IConfiguration configuration, ReceiveOptions options)
    {
        if (!string.IsNullOrEmpty(options.ApiKey) || options.AllowAnonymous)
        {
            return;
        }

        foreach (var endpoint in configuration.GetSection("Kestrel:Endpoints").GetChildren())
        {
            var url = endpoint["Url"] ?? "";
            if (!IsLocal(url))
            {
                throw new ConfigurationException(
                    $"{endpoint.Path}:Url is {url}, which others can reach, and there is no API key: "
                        + "set Receive:ApiKey, or Receive:AllowAnonymous=true to accept everyone."
                );
            }
        }
    }

    /// <summary>
    /// A page of any site can have its own name point at this machine, and its browser would then let it send and read.
    /// On loopback addresses only this machine's own names are answered, unless <c>AllowedHosts</c> names others.
    /// </summary>
    public static void AnswerOwnNamesOnly(IConfiguration configuration)
    {
        var endpoints = configuration.GetSection("Kestrel:Endpoints").GetChildren().ToArray();
        if (endpoints.Length > 0 && endpoints.All(endpoint => IsLocal(endpoint["Url"] ?? "")))
        {
            // Containers reach their host as host.docker.internal; nobody can own a name below "internal".
            configuration["AllowedHosts"] ??= "localhost;*.localhost;*.internal;127.0.0.1;[::1]";
        }
    }

    /// <summary>Whether only this machine reaches an address: a loopback address, a Unix socket or a named pipe.</summary>
    private static bool IsLocal(string url)
    {
        try
        {
            var address = BindingAddress.Parse(url);
            return address.IsUnixPipe
                || address.IsNamedPipe
                || address.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
                || address.Host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)
                || (
                    IPAddress.TryParse(address.Host.Trim('[', ']'), out var ip)
                    && IPAddress.IsLoopback(ip)
                );
        }
        catch (FormatException)
        {
            // The server says what is wrong with it.
            return true;
        }
    }
}
