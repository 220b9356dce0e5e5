using System.Net;

namespace Collector.Receive;

/// <summary>Refuses to listen beyond this machine without an API key, unless told so explicitly.</summary>
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
            if (!IsLoopback(url))
            {
                throw new ConfigurationException(
                    $"{endpoint.Path}:Url is {url}, which others can reach, and there is no API key: "
                        + "set Receive:ApiKey, or Receive:AllowAnonymous=true to accept everyone."
                );
            }
        }
    }

    private static bool IsLoopback(string url)
    {
        // Not a Uri: Kestrel also takes http://*:4317 and http://+:4317, which are none.
        var host = url.Split("://")[^1].Split('/')[0];
        var port = host.LastIndexOf(':');
        host = (port < 0 ? host : host[..port]).Trim('[', ']');
        return host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));
    }
}
