using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.Logging.Abstractions;

namespace Runner.Telemetry.Benchmarks;

/// <summary>What the calls cost a runner that nobody listens to. The budget: under 1 µs and no allocation each.</summary>
[MemoryDiagnoser]
public class Unobserved : Calls
{
    protected override RunnerTelemetry Create() => new(NullLoggerFactory.Instance);
}
