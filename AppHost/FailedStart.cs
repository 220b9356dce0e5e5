using System.Text.RegularExpressions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace AppHost;

/// <summary>
/// Ends the application when a service that everything waits for ends before it was ever ready: Aspire would go on
/// waiting for it without a word. The service's own last line of error says why.
/// </summary>
sealed partial class FailedStart(
    DistributedApplicationModel model,
    ResourceNotificationService notifications,
    ResourceLoggerService logs,
    IHostApplicationLifetime lifetime
) : IHostedLifecycleService, IDisposable
{
    private readonly CancellationTokenSource _stop = new();

    /// <summary>Before the orchestrator, whose own start waits for the services.</summary>
    public Task StartingAsync(CancellationToken cancellationToken)
    {
        _ = WatchAsync(_stop.Token);
        return Task.CompletedTask;
    }

    public Task StoppingAsync(CancellationToken cancellationToken) => _stop.CancelAsync();

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _stop.Dispose();

    private async Task WatchAsync(CancellationToken stop)
    {
        var waitedFor = model
            .Resources.SelectMany(one => one.Annotations.OfType<WaitAnnotation>())
            .Select(one => one.Resource)
            .OfType<ProjectResource>()
            .ToHashSet<IResource>();
        await foreach (var update in notifications.WatchAsync(stop))
        {
            if (update.Snapshot.HealthStatus is HealthStatus.Healthy)
            {
                // What it does later is shown, not judged.
                waitedFor.Remove(update.Resource);
            }
            else if (
                waitedFor.Contains(update.Resource)
                && KnownResourceStates.TerminalStates.Contains(update.Snapshot.State?.Text)
                && update.Snapshot.ExitCode is not (null or 0)
            )
            {
                Console.Error.WriteLine(
                    $"The {update.Resource.Name} did not start: {await LastErrorAsync(update.Resource, stop)}"
                );
                Environment.ExitCode = 1;
                lifetime.StopApplication();
                return;
            }
        }
    }

    private async Task<string> LastErrorAsync(IResource service, CancellationToken stop)
    {
        var last = "it said nothing.";
        await foreach (var lines in logs.GetAllAsync(service).WithCancellation(stop))
        {
            // Frames of a stack begin with spaces.
            last = lines
                .Where(line => line.IsErrorMessage)
                .Select(line => Stamp().Replace(line.Content, ""))
                .LastOrDefault(line => line.Length > 0 && line[0] != ' ', last);
        }

        return last;
    }

    [GeneratedRegex(@"^\d{4}-\d\d-\d\dT\S+ ")]
    private static partial Regex Stamp();
}
