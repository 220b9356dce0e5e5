using Microsoft.Extensions.Configuration;

namespace AppHost;

/// <summary>The Aspire dashboard that starts with this application, as its launch profile describes it.</summary>
static class AspireDashboard
{
    /// <summary>Aspire's own name for it among the resources.</summary>
    public const string ResourceName = "aspire-dashboard";

    private static readonly string[] Keys =
    [
        "ASPNETCORE_URLS",
        "ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL",
        "ASPIRE_RESOURCE_SERVICE_ENDPOINT_URL",
    ];

    /// <summary>Every address that it and the resource service listen on, with the setting that says so.</summary>
    public static IEnumerable<(string Key, Uri Address)> Listening(IConfiguration configuration) =>
        from key in Keys
        from text in (configuration[key] ?? "").Split(
            ';',
            StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries
        )
        where Uri.TryCreate(text, UriKind.Absolute, out _)
        select (key, new Uri(text));
}
