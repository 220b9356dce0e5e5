using Sessions.Contract;
using Sessions.Contract.Cases;
using Sessions.Sqlite.Read;
using Sessions.Sqlite.Schema;
using Sessions.Sqlite.Write;

namespace Sessions.Sqlite.Tests.Contract;

/// <summary>The contract suite on the SQLite engine, a file for each store.</summary>
internal sealed class SqliteHarness : IStoreHarness
{
    // So short that a handful of events fills several chunks, and that a handful of sessions is read again.
    private static readonly WriterOptions Short = new()
    {
        SeriesChunk = 2,
        HotSessions = 2,
        Time = Samples.Clock,
    };

    private readonly TempFolder _folder = new();
    private SqliteSessionWriter _writer;
    private SqliteSessionReader _reader;

    private SqliteHarness()
    {
        _writer = SqliteSessionWriter.Open(_folder.Store, Short);
        _reader = new SqliteSessionReader(_folder.Store, Samples.Clock);
    }

    public ISessionWriter Writer => _writer;

    public ISessionReader Reader => _reader;

    public static ValueTask<IStoreHarness> CreateAsync() => new(new SqliteHarness());

    public async ValueTask RestartAsync()
    {
        await CloseAsync();
        _writer = SqliteSessionWriter.Open(_folder.Store, Short);
        _reader = new SqliteSessionReader(_folder.Store, Samples.Clock);
    }

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        SqliteCheck.Run(_folder.Store);
        _folder.Dispose();
    }

    private async ValueTask CloseAsync()
    {
        await _reader.DisposeAsync();
        await _writer.DisposeAsync();
    }
}

public sealed class ComplianceTests
{
    [Fact]
    public void Sqlite_runs_every_group() =>
        Compliance.AssertRunsEveryGroup(typeof(ComplianceTests).Assembly);
}

public sealed class SqliteConvergenceTests : ConvergenceCases
{
    protected override ValueTask<IStoreHarness> CreateStoreAsync() => SqliteHarness.CreateAsync();
}

public sealed class SqliteEventTests : EventCases
{
    protected override ValueTask<IStoreHarness> CreateStoreAsync() => SqliteHarness.CreateAsync();
}

public sealed class SqliteListTests : ListCases
{
    protected override ValueTask<IStoreHarness> CreateStoreAsync() => SqliteHarness.CreateAsync();
}

public sealed class SqliteRunnerTests : RunnerCases
{
    protected override ValueTask<IStoreHarness> CreateStoreAsync() => SqliteHarness.CreateAsync();
}

public sealed class SqliteFollowTests : FollowCases
{
    protected override ValueTask<IStoreHarness> CreateStoreAsync() => SqliteHarness.CreateAsync();
}

public sealed class SqliteWriteTests : WriteCases
{
    protected override ValueTask<IStoreHarness> CreateStoreAsync() => SqliteHarness.CreateAsync();
}

public sealed class SqliteEquityTests : EquityCases
{
    protected override ValueTask<IStoreHarness> CreateStoreAsync() => SqliteHarness.CreateAsync();
}

public sealed class SqliteFigureTests : FigureCases
{
    protected override ValueTask<IStoreHarness> CreateStoreAsync() => SqliteHarness.CreateAsync();
}

public sealed class SqliteBeatTests : BeatCases
{
    protected override ValueTask<IStoreHarness> CreateStoreAsync() => SqliteHarness.CreateAsync();
}
