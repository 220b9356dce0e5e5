using BenchmarkDotNet.Attributes;
using Collector.Project;
using Sessions;
using Sessions.Sqlite.Write;

namespace Collector.Benchmarks;

/// <summary>A durable commit of eight requests into a SQLite file; for one event.</summary>
[MemoryDiagnoser]
[InvocationCount(1)]
[MinIterationCount(20)]
public class Writing
{
    private const int Commit = 8;
    private readonly Projector projector = new();
    private readonly Projection projection = new();
    private readonly WriteBatch batch = new() { ArrivedAt = default };
    private DirectoryInfo folder = null!;
    private SqliteSessionWriter writer = null!;
    private Requests requests = null!;

    [Params(100, 10_000)]
    public int SessionCount { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        folder = Directory.CreateTempSubdirectory("writing");
        writer = SqliteSessionWriter.Open(Path.Combine(folder.FullName, "sessions.db"));
        requests = new Requests(Signal.Traces, SessionCount);
    }

    [IterationSetup]
    public void NextCommit()
    {
        batch.Events.Clear();
        for (var i = 0; i < Commit; i++)
        {
            projector.Project(Signal.Traces, requests.Next().Span, projection);
            batch.Events.AddRange(projection.Events);
        }

        batch.ArrivedAt = DateTimeOffset.UtcNow;
    }

    [Benchmark(OperationsPerInvoke = Commit * Requests.Items)]
    public async Task<int> Spans() =>
        (await writer.WriteAsync(batch, CancellationToken.None)).Added;

    [GlobalCleanup]
    public async Task CleanupAsync()
    {
        projector.Dispose();
        await writer.DisposeAsync();
        folder.Delete(recursive: true);
    }
}
