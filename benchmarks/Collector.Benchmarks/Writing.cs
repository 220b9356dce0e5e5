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
    private readonly Projector _projector = new();
    private readonly Projection _projection = new();
    private readonly WriteBatch _batch = new() { ArrivedAt = default };
    private DirectoryInfo _folder = null!;
    private SqliteSessionWriter _writer = null!;
    private Requests _requests = null!;

    [Params(100, 10_000)]
    public int SessionCount { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _folder = Directory.CreateTempSubdirectory("writing");
        _writer = SqliteSessionWriter.Open(Path.Combine(_folder.FullName, "sessions.db"));
        _requests = new Requests(Signal.Traces, SessionCount);
    }

    [IterationSetup]
    public void NextCommit()
    {
        _batch.Events.Clear();
        for (var i = 0; i < Commit; i++)
        {
            _projector.Project(Signal.Traces, _requests.Next().Span, _projection);
            _batch.Events.AddRange(_projection.Events);
        }

        _batch.ArrivedAt = DateTimeOffset.UtcNow;
    }

    [Benchmark(OperationsPerInvoke = Commit * Requests.Items)]
    public async Task<int> Spans() =>
        (await _writer.WriteAsync(_batch, CancellationToken.None)).Added;

    [GlobalCleanup]
    public async Task CleanupAsync()
    {
        _projector.Dispose();
        await _writer.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
