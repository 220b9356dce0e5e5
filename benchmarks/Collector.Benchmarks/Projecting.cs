using BenchmarkDotNet.Attributes;
using Collector.Project;

namespace Collector.Benchmarks;

/// <summary>From a request's bytes to its events and points; for one item.</summary>
[MemoryDiagnoser]
public class Projecting
{
    private readonly Projector _projector = new();
    private readonly Projection _projection = new();
    private ReadOnlyMemory<byte> _request;
    private Signal _signal;

    [Params("Traces", "Logs", "Metrics")]
    public string Kind { get; set; } = "";

    [GlobalSetup]
    public void Setup()
    {
        _signal = Enum.Parse<Signal>(Kind);
        _request = new Requests(_signal, 100).Next();
    }

    [Benchmark(OperationsPerInvoke = Requests.Items)]
    public int Request()
    {
        _projector.Project(_signal, _request.Span, _projection);
        return _projection.Weight;
    }

    [GlobalCleanup]
    public void Cleanup() => _projector.Dispose();
}
