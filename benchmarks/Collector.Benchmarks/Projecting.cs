using BenchmarkDotNet.Attributes;
using Collector.Project;

namespace Collector.Benchmarks;

/// <summary>From a request's bytes to its events and points; for one item.</summary>
[MemoryDiagnoser]
public class Projecting
{
    private readonly Projector projector = new();
    private readonly Projection projection = new();
    private ReadOnlyMemory<byte> request;
    private Signal signal;

    [Params("Traces", "Logs", "Metrics")]
    public string Kind { get; set; } = "";

    [GlobalSetup]
    public void Setup()
    {
        signal = Enum.Parse<Signal>(Kind);
        request = new Requests(signal, 100).Next();
    }

    [Benchmark(OperationsPerInvoke = Requests.Items)]
    public int Request()
    {
        projector.Project(signal, request.Span, projection);
        return projection.Weight;
    }

    [GlobalCleanup]
    public void Cleanup() => projector.Dispose();
}
