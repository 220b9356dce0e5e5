using Sessions.ClickHouse.Hosting;
using Sessions.ClickHouse.Http;
using Sessions.ClickHouse.Read;
using Sessions.ClickHouse.Write;
using Sessions.Contract;
using Sessions.Contract.Cases;

namespace Sessions.ClickHouse.Tests.Contract;

/// <summary>The contract suite on ClickHouse's engine, a database for each store.</summary>
internal sealed class ClickHouseHarness : IStoreHarness
{
    private readonly ClickHouseSettings _settings = EngineFixture.NewDatabase();
    private ClickHouseSessionWriter _writer;
    private ClickHouseSessionReader _reader;

    private ClickHouseHarness()
    {
        _writer = new ClickHouseSessionWriter(_settings);
        _reader = new ClickHouseSessionReader(_settings, Samples.Clock);
    }

    public ISessionWriter Writer => _writer;

    public ISessionReader Reader => _reader;

    public static async ValueTask<IStoreHarness> CreateAsync()
    {
        var harness = new ClickHouseHarness();
        // Makes the tables, so that the reader finds an empty store.
        await harness.Writer.WriteAsync(
            new WriteBatch { ArrivedAt = Samples.Arrival },
            CancellationToken.None
        );
        return harness;
    }

    public async ValueTask RestartAsync()
    {
        await CloseAsync();
        _writer = new ClickHouseSessionWriter(_settings);
        _reader = new ClickHouseSessionReader(_settings, Samples.Clock);
    }

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        using var http = new ClickHouseHttp(_settings);
        await http.ExecuteAsync(
            $"DROP DATABASE IF EXISTS {_settings.Database}",
            CancellationToken.None,
            outsideDatabase: true
        );
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
    public void ClickHouse_runs_every_group() =>
        Compliance.AssertRunsEveryGroup(typeof(ComplianceTests).Assembly);
}

public sealed class ClickHouseConvergenceTests : ConvergenceCases
{
    protected override ValueTask<IStoreHarness> CreateStoreAsync() =>
        ClickHouseHarness.CreateAsync();

    // The embedded engine takes some 10 ms for each statement, and a delivery is a hundred of them.
    protected override int RunCount => 6;
}

public sealed class ClickHouseWriteTests : WriteCases
{
    protected override ValueTask<IStoreHarness> CreateStoreAsync() =>
        ClickHouseHarness.CreateAsync();
}

public sealed class ClickHouseEventTests : EventCases
{
    protected override ValueTask<IStoreHarness> CreateStoreAsync() =>
        ClickHouseHarness.CreateAsync();

    // Each mix of filters is some statements of 10 ms each.
    protected override int RunCount => 20;
}

public sealed class ClickHouseListTests : ListCases
{
    protected override ValueTask<IStoreHarness> CreateStoreAsync() =>
        ClickHouseHarness.CreateAsync();

    // Each mix of filters is some statements of 10 ms each.
    protected override int RunCount => 20;
}

public sealed class ClickHouseEquityTests : EquityCases
{
    protected override ValueTask<IStoreHarness> CreateStoreAsync() =>
        ClickHouseHarness.CreateAsync();
}

public sealed class ClickHouseRunnerTests : RunnerCases
{
    protected override ValueTask<IStoreHarness> CreateStoreAsync() =>
        ClickHouseHarness.CreateAsync();
}

public sealed class ClickHouseFollowTests : FollowCases
{
    protected override ValueTask<IStoreHarness> CreateStoreAsync() =>
        ClickHouseHarness.CreateAsync();
}

public sealed class ClickHouseFigureTests : FigureCases
{
    protected override ValueTask<IStoreHarness> CreateStoreAsync() =>
        ClickHouseHarness.CreateAsync();
}

public sealed class ClickHouseBeatTests : BeatCases
{
    protected override ValueTask<IStoreHarness> CreateStoreAsync() =>
        ClickHouseHarness.CreateAsync();
}
