namespace Collector.Receive;

/// <summary>Refuses to listen beyond this machine without an API key, unless a setting allows it.</summary>
internal static class ListenRules
{
    /// <exception cref="ConfigurationException">An endpoint is open to others and nothing guards it.</exception>
    public static void Check(IConfiguration configuration, ReceiveOptions options)
    {
        var isOpen = string.IsNullOrEmpty(options.ApiKey) && !options.AllowAnonymous;
        foreach (var endpoint in configuration.GetSection("Kestrel:Endpoints").GetChildren())
        {
            if (!IsLocal(endpoint) && isOpen)
            {
                throw new ConfigurationException(
                    $"{endpoint.Path}:Url is {endpoint["Url"]}, which others can reach, and there is no API key: "
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
        if (endpoints.Length > 0 && endpoints.All(IsLocal))
        {
            // Containers reach their host as host.docker.internal; nobody can own a name below "internal".
            configuration["AllowedHosts"] ??= "localhost;*.localhost;*.internal;127.0.0.1;[::1]";
        }
    }

    private static bool IsLocal(IConfigurationSection endpoint) =>
        ListenAddress.IsLocal($"{endpoint.Path}:Url", endpoint["Url"] ?? "");
}
