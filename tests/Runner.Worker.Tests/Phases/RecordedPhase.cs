using Microsoft.Extensions.Logging;
using Runner.Telemetry;

namespace Runner.Worker.Tests.Phases;

/// <summary>A phase whose life-cycle events are kept here and sent nowhere.</summary>
sealed class RecordedPhase : ILoggerFactory, ILogger, IAsyncDisposable
{
    readonly RunnerTelemetry _telemetry;
    readonly RunnerSession _session;

    public RecordedPhase(TimeProvider time)
    {
        _telemetry = new RunnerTelemetry(this, time);
        _session = _telemetry.StartSession(new RunnerSessionOptions { RunnerName = "recorded" });
        Phase = _session.StartPhase("work");
    }

    public RunnerPhase Phase { get; }

    /// <summary>Names and attributes, in order.</summary>
    public List<(string Name, Dictionary<string, object?> Attributes)> Events { get; } = [];

    public IEnumerable<Dictionary<string, object?>> Named(string name) =>
        Events.Where(e => e.Name == name).Select(e => e.Attributes);

    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel,
        EventId eventId,
        TState state,
        Exception? exception,
        Func<TState, Exception?, string> formatter
    ) =>
        Events.Add(
            (eventId.Name!, new((IEnumerable<KeyValuePair<string, object?>>)(object)state!))
        );

    public void Dispose() { }

    public async ValueTask DisposeAsync()
    {
        await _session.DisposeAsync();
        await _telemetry.DisposeAsync();
    }
}
