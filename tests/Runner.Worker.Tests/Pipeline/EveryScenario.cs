using Sessions;

namespace Runner.Worker.Tests.Pipeline;

/// <summary>A session of each scenario, as one runner on <c>mixed</c> makes them, and a few of <c>soak</c>.</summary>
public sealed class EveryScenario(SharedPipeline shared) : IAsyncLifetime
{
    IReadOnlyList<SessionState> _mixed = [];

    internal RealPipeline Pipeline { get; private set; } = null!;

    internal IReadOnlyList<SessionState> Soaked { get; private set; } = [];

    /// <summary>What the runner on <c>mixed</c> wrote.</summary>
    internal string Output { get; private set; } = "";

    internal IEnumerable<SessionState> All => _mixed.Concat(Soaked);

    public async ValueTask InitializeAsync()
    {
        Pipeline = await shared.StartedAsync();
        var mix = Pipeline.StartRunner("mixed", "--sessions", "8");
        var soak = Pipeline.StartRunner("soak", "--sessions", "3", "--Runner:Strategy:Name", "rsi");
        Assert.Equal(0, await soak.ExitAsync(TimeSpan.FromMinutes(1)));
        Assert.Equal(0, await mix.ExitAsync(TimeSpan.FromMinutes(2)));
        Output = mix.Output;
        await Pipeline.SessionAsync("soak", session => session.HasEnded);
        _mixed = await Pipeline.SessionsAsync("mixed");
        Soaked = await Pipeline.SessionsAsync("soak");
        Assert.Equal(RealPipeline.Mixed.Length, _mixed.Count);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>The session of a scenario, and its events, oldest first.</summary>
    internal async Task<(SessionState Session, List<SessionEvent> Events)> OfAsync(string scenario)
    {
        var session = _mixed[Array.IndexOf(RealPipeline.Mixed, scenario)];
        return (session, await Pipeline.EventsAsync(session));
    }
}
