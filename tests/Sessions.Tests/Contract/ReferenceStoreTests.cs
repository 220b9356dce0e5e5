using Sessions.Contract;
using Sessions.Contract.Cases;
using Sessions.Contract.Reference;

namespace Sessions.Tests.Contract;

/// <summary>The contract suite on the reference: what it asks for can be done, and the reference does it.</summary>
internal sealed class ReferenceHarness : IStoreHarness
{
    private readonly ReferenceStore _store = new(Samples.Clock);

    public ISessionWriter Writer => _store;

    public ISessionReader Reader => _store;

    public static ValueTask<IStoreHarness> CreateAsync() => new(new ReferenceHarness());

    public ValueTask RestartAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _store.DisposeAsync();
}

public sealed class ComplianceTests
{
    [Fact]
    public void Reference_runs_every_group() =>
        Compliance.AssertRunsEveryGroup(typeof(ComplianceTests).Assembly);
}

public sealed class ReferenceConvergenceTests : ConvergenceCases
{
    protected override ValueTask<IStoreHarness> CreateStoreAsync() =>
        ReferenceHarness.CreateAsync();
}

public sealed class ReferenceEventTests : EventCases
{
    protected override ValueTask<IStoreHarness> CreateStoreAsync() =>
        ReferenceHarness.CreateAsync();
}

public sealed class ReferenceListTests : ListCases
{
    protected override ValueTask<IStoreHarness> CreateStoreAsync() =>
        ReferenceHarness.CreateAsync();
}

public sealed class ReferenceRunnerTests : RunnerCases
{
    protected override ValueTask<IStoreHarness> CreateStoreAsync() =>
        ReferenceHarness.CreateAsync();
}

public sealed class ReferenceFollowTests : FollowCases
{
    protected override ValueTask<IStoreHarness> CreateStoreAsync() =>
        ReferenceHarness.CreateAsync();
}

public sealed class ReferenceWriteTests : WriteCases
{
    protected override ValueTask<IStoreHarness> CreateStoreAsync() =>
        ReferenceHarness.CreateAsync();
}

public sealed class ReferenceEquityTests : EquityCases
{
    protected override ValueTask<IStoreHarness> CreateStoreAsync() =>
        ReferenceHarness.CreateAsync();
}

public sealed class ReferenceFigureTests : FigureCases
{
    protected override ValueTask<IStoreHarness> CreateStoreAsync() =>
        ReferenceHarness.CreateAsync();
}

public sealed class ReferenceBeatTests : BeatCases
{
    protected override ValueTask<IStoreHarness> CreateStoreAsync() =>
        ReferenceHarness.CreateAsync();
}
