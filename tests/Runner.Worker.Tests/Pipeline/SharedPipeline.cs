[assembly: AssemblyFixture(typeof(Runner.Worker.Tests.Pipeline.SharedPipeline))]

namespace Runner.Worker.Tests.Pipeline;

/// <summary>One pipeline for every test that does not take the collector away; started by the first that asks.</summary>
public sealed class SharedPipeline : IAsyncDisposable
{
    readonly Lazy<Task<RealPipeline>> _pipeline = new(RealPipeline.StartAsync);

    internal Task<RealPipeline> StartedAsync() => _pipeline.Value;

    public async ValueTask DisposeAsync()
    {
        if (_pipeline.IsValueCreated)
        {
            await (await _pipeline.Value).DisposeAsync();
        }
    }
}
