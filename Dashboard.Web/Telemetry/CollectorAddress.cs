namespace Dashboard.Web.Telemetry;

/// <summary>
/// Where the collector's <c>/status</c> is: <c>Collector:StatusUrl</c>, otherwise the collector's OTLP/HTTP endpoint as
/// service discovery hands it over, otherwise its default port.
/// </summary>
internal sealed record CollectorAddress(Uri Status)
{
    private const string Default = "http://localhost:4318/status";

    public static CollectorAddress From(IConfiguration configuration)
    {
        if (configuration["Collector:StatusUrl"] is { Length: > 0 } stated)
        {
            return Uri.TryCreate(stated, UriKind.Absolute, out var url)
                ? new CollectorAddress(url)
                : throw new ConfigurationException(
                    $"Collector:StatusUrl is '{stated}', which is not an absolute URL such as {Default}."
                );
        }

        var endpoint =
            configuration["services:collector:otlp-http:0"]
            ?? configuration["services:collector:http:0"];
        return new CollectorAddress(
            endpoint is null ? new Uri(Default) : new Uri(new Uri(endpoint), "/status")
        );
    }
}
