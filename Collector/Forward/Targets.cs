namespace Collector.Forward;

/// <summary>Works out where to forward to, and refuses what could not work.</summary>
internal static class Targets
{
    private const string Grpc = "grpc";
    private const string Http = "http/protobuf";

    /// <exception cref="ConfigurationException">A target is no URL, speaks no known protocol, or is this collector.</exception>
    public static IReadOnlyList<TargetOptions> Of(
        IConfiguration configuration,
        ForwardOptions options
    )
    {
        if (!options.Enabled)
        {
            return [];
        }

        var isConfigured = options.Targets.Count > 0;
        IReadOnlyList<TargetOptions> targets = isConfigured
            ? options.Targets
            : FromEnvironment(configuration);
        for (var i = 0; i < targets.Count; i++)
        {
            var key = isConfigured ? $"Forward:Targets:{i}" : "OTEL_EXPORTER_OTLP_ENDPOINT";
            Check(key, targets[i], configuration);
        }

        return targets;
    }

    private static List<TargetOptions> FromEnvironment(IConfiguration configuration)
    {
        if (configuration["OTEL_EXPORTER_OTLP_ENDPOINT"] is not { Length: > 0 } endpoint)
        {
            return [];
        }

        var headers = new Dictionary<string, string>();
        var pairs = (configuration["OTEL_EXPORTER_OTLP_HEADERS"] ?? "").Split(
            ',',
            StringSplitOptions.RemoveEmptyEntries
        );
        foreach (var pair in pairs)
        {
            if (pair.Split('=', 2) is [var name, var value])
            {
                headers[name.Trim()] = Uri.UnescapeDataString(value.Trim());
            }
        }

        // The same default as the SDK of this platform, which reads the same variable.
        var protocol = configuration["OTEL_EXPORTER_OTLP_PROTOCOL"] is { Length: > 0 } stated
            ? stated
            : Grpc;
        return
        [
            new TargetOptions
            {
                Endpoint = endpoint,
                Protocol = protocol,
                Headers = headers,
            },
        ];
    }

    private static void Check(string key, TargetOptions target, IConfiguration configuration)
    {
        if (
            !Uri.TryCreate(target.Endpoint, UriKind.Absolute, out var uri)
            || uri.Scheme is not ("http" or "https")
        )
        {
            throw new ConfigurationException(
                $"{key}: '{target.Endpoint}' is no http or https URL; write it like http://localhost:18889."
            );
        }

        if (target.Protocol is not (Grpc or Http))
        {
            throw new ConfigurationException(
                $"{key}: protocol '{target.Protocol}' is not supported; use {Grpc} or {Http}."
            );
        }

        foreach (var endpoint in configuration.GetSection("Kestrel:Endpoints").GetChildren())
        {
            if (
                Uri.TryCreate(endpoint["Url"], UriKind.Absolute, out var own)
                && own.Port == uri.Port
                && own.Port != 0
                && (own.Host == uri.Host || (own.IsLoopback && uri.IsLoopback))
            )
            {
                throw new ConfigurationException(
                    $"{key} points at {target.Endpoint}, which is this collector itself: what it forwards would come "
                        + "back without end. Point it elsewhere, or set Forward:Enabled=false and unset it."
                );
            }
        }
    }
}
