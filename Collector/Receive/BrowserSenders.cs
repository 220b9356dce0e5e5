namespace Collector.Receive;

/// <summary>
/// Lets web pages of the configured origins send OTLP/HTTP from a browser (CORS). Off by default: then no page is
/// allowed to, and a preflight is answered like any other wrong verb.
/// </summary>
internal static class BrowserSenders
{
    private const string Any = "*";

    public static void Allow(IServiceCollection services, ReceiveOptions options)
    {
        var origins = (options.AllowedOrigins ?? "").Split(
            [',', ';'],
            StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries
        );
        if (origins.Length == 0)
        {
            return;
        }

        foreach (var origin in origins)
        {
            Check(origin);
        }

        services.AddCors(cors =>
            cors.AddDefaultPolicy(policy =>
                policy
                    .WithOrigins([.. origins.Select(origin => origin.TrimEnd('/'))])
                    .SetIsOriginAllowedToAllowWildcardSubdomains()
                    .WithMethods(HttpMethods.Post)
                    .AllowAnyHeader()
            )
        );
    }

    /// <summary>Answers preflights before anybody asks them for a key, which they never carry.</summary>
    public static void Use(WebApplication app)
    {
        if (
            !string.IsNullOrWhiteSpace(
                app.Services.GetRequiredService<ReceiveOptions>().AllowedOrigins
            )
        )
        {
            app.UseCors();
        }
    }

    private static void Check(string origin)
    {
        var isOrigin =
            origin == Any
            || (
                Uri.TryCreate(origin.Replace("*.", "any."), UriKind.Absolute, out var uri)
                && uri.PathAndQuery == "/"
            );
        if (!isOrigin)
        {
            throw new ConfigurationException(
                $"Receive:AllowedOrigins: '{origin}' is not an origin; write it like https://app.example.com, or * for every page."
            );
        }
    }
}
