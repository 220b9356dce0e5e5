using Microsoft.Extensions.Logging;

namespace Microsoft.Extensions.Hosting;

/// <summary>
/// Keeps the host silent until it has started: what it cannot start with is said in one line by the program, and the
/// host would put a stack trace before it. From then on it logs as usual, such as a background service that failed.
/// </summary>
sealed class StartLog : IHostedLifecycleService
{
    internal const string Category = "Microsoft.Extensions.Hosting.Internal.Host";

    private volatile bool _hasStarted;

    /// <summary>Whether the host's own messages of this level are logged now.</summary>
    public bool Shows(LogLevel level) => _hasStarted && level >= LogLevel.Information;

    public Task StartedAsync(CancellationToken cancellationToken)
    {
        _hasStarted = true;
        return Task.CompletedTask;
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
