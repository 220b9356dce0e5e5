using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.Configuration;

namespace Runner.Telemetry.Benchmarks;

/// <summary>What the calls cost the work when they are exported; the sending itself is on threads of its own. The receiver
/// is away, which must cost no more.</summary>
[MemoryDiagnoser]
public class Exported : Calls
{
    readonly string _spool = Directory.CreateTempSubdirectory("spool").FullName;

    protected override RunnerTelemetry Create() =>
        RunnerTelemetry.Export(
            "benchmark",
            new ConfigurationBuilder()
                .AddInMemoryCollection([
                    new("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:9"),
                    new("RUNNER_TELEMETRY_SPOOL", _spool),
                ])
                .Build()
        );

    protected override void Clean() => Directory.Delete(_spool, recursive: true);
}
