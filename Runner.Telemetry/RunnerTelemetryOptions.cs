using System.Reflection;

namespace Runner.Telemetry;

/// <summary>How a runner's telemetry is exported. Where to is set by the standard <c>OTEL_*</c> settings.</summary>
public sealed class RunnerTelemetryOptions
{
    /// <summary><c>service.name</c>, unless <c>OTEL_SERVICE_NAME</c> is set; by default the name of the program.</summary>
    public string ServiceName { get; set; } =
        Assembly.GetEntryAssembly()?.GetName().Name ?? "runner";

    /// <summary>Whether sessions are exported by a pipeline of their own, set up to be live; true by default. When false,
    /// the application's own OpenTelemetry pipeline exports them: add <c>AddRunnerInstrumentation()</c> to its traces,
    /// metrics and logs.</summary>
    public bool Export { get; set; } = true;

    /// <summary>Whether requests that the receiver does not take are kept on disk until it does; true by default. When
    /// false, they are lost. Only with <see cref="Export"/>.</summary>
    public bool Spool { get; set; } = true;

    /// <summary>Where requests are kept. By default <c>RUNNER_TELEMETRY_SPOOL</c>, otherwise a folder in the user's local
    /// application data, otherwise one in the temporary folder.</summary>
    public string? SpoolFolder { get; set; }

    /// <summary>How many bytes of requests are kept at most; 64 MiB by default. What is beyond is lost and counted in
    /// <see cref="RunnerTelemetry.LostRequests"/>.</summary>
    public long SpoolMaxBytes { get; set; } = 64 * 1024 * 1024;

    /// <summary>Whether problems of delivery are written to standard error, each kind once; true by default.</summary>
    public bool ReportProblems { get; set; } = true;
}
