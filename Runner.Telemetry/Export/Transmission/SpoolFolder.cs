using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Configuration;

namespace Runner.Telemetry.Export.Transmission;

/// <summary>Where requests are kept: apart for each receiver and way of sending, so that nothing meant for one ever goes
/// to another.</summary>
static class SpoolFolder
{
    /// <summary>Setting that names another folder than the user's own for application data.</summary>
    public const string Setting = "RUNNER_TELEMETRY_SPOOL";

    /// <summary>Opens the spool; null where no folder can be written, and telemetry then is only sent once.</summary>
    public static Spool? Open(RunnerTelemetryOptions options, IConfiguration configuration)
    {
        var way = string.Join(
            '\n',
            new[] { "ENDPOINT", "PROTOCOL", "COMPRESSION" }.Select(s =>
                configuration[$"OTEL_EXPORTER_OTLP_{s}"]
            )
        );
        var name = Convert
            .ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes($"{options.ServiceName}\n{way}")))[
                ..16
            ]
            .ToLowerInvariant();
        var own = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData);
        var candidates = (options.SpoolFolder ?? configuration[Setting]) is { Length: > 0 } set
            ? [set]
            : new[] { own, Path.GetTempPath() }
                .Where(f => f.Length > 0)
                .Select(f => Path.Combine(f, "runner-telemetry"));
        foreach (var folder in candidates)
        {
            try
            {
                return new Spool(Path.Combine(folder, name), options.SpoolMaxBytes);
            }
            catch (Exception unusable) when (unusable is IOException or UnauthorizedAccessException)
            {
                continue;
            }
        }

        return null;
    }
}
