using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Runner.Telemetry.Settings;

/// <summary>What the options and the standard settings must satisfy before anything starts; each complaint names the key
/// and the fix.</summary>
/// <param name="configuration">Where the <c>OTEL_*</c> settings are read.</param>
sealed class RunnerTelemetryOptionsRules(IConfiguration configuration)
    : IValidateOptions<RunnerTelemetryOptions>
{
    const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";
    const string Protocol = "OTEL_EXPORTER_OTLP_PROTOCOL";

    public ValidateOptionsResult Validate(string? name, RunnerTelemetryOptions options)
    {
        var complaints = Complaints(options).ToList();
        return complaints.Count == 0
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(complaints);
    }

    /// <exception cref="OptionsValidationException">The options or the settings are not valid.</exception>
    public void Require(RunnerTelemetryOptions options)
    {
        if (Validate(null, options) is { Failed: true } result)
        {
            throw new OptionsValidationException(
                "",
                typeof(RunnerTelemetryOptions),
                result.Failures
            );
        }
    }

    IEnumerable<string> Complaints(RunnerTelemetryOptions options)
    {
        if (string.IsNullOrWhiteSpace(options.ServiceName))
        {
            yield return $"{nameof(options.ServiceName)} is empty: give the service a name.";
        }

        if (options.SpoolMaxBytes <= 0)
        {
            yield return $"{nameof(options.SpoolMaxBytes)} is {options.SpoolMaxBytes}: give a number above 0, or set {nameof(options.Spool)} to false.";
        }

        if (!options.Export)
        {
            yield break;
        }

        if (configuration[Endpoint] is { Length: > 0 } endpoint && !IsHttp(endpoint))
        {
            yield return $"{Endpoint} is '{endpoint}': give an http or https address, such as http://localhost:4317.";
        }

        if (
            configuration[Protocol] is { Length: > 0 } protocol
            && protocol is not ("grpc" or "http/protobuf")
        )
        {
            yield return $"{Protocol} is '{protocol}': set it to grpc or http/protobuf.";
        }
    }

    static bool IsHttp(string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme is ("http" or "https");
}
