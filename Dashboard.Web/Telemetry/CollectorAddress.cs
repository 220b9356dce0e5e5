namespace Dashboard.Web.Telemetry;

/// <summary>
/// Where the collector's <c>/status</c> is: <c>Collector:StatusUrl</c>, otherwise the collector's OTLP/HTTP endpoint as
/// service discovery hands it over, otherwise its default port.
/// </summary>
internal sealed record CollectorAddress(Uri Status)
{
    private const string Default = "http://localhost:4318/status";

    private static readonly string[] Discovered =
    [
        "services:collector:otlp-http:0",
        "services:collector:http:0",
    ];

    /// <exception cref="ConfigurationException">An address is no absolute URL; the message names the key.</exception>
    public static CollectorAddress From(IConfiguration configuration)
    {
        const string own = "Collector:StatusUrl";
        if (configuration[own] is { Length: > 0 } stated)
        {
            return new CollectorAddress(Url(own, stated));
        }

        var key = Discovered.FirstOrDefault(key => configuration[key] is { Length: > 0 });
        return new CollectorAddress(
            key is null ? new Uri(Default) : new Uri(Url(key, configuration[key]!), "/status")
        );
    }

    private static Uri Url(string key, string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https"
            ? url
            : throw new ConfigurationException(
                $"{key} is '{text}', which is not an absolute URL such as {Default}."
            );
}
