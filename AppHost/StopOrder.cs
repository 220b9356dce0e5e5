using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AppHost;

/// <summary>
/// Stops what sends before what receives: first the runners, whose sessions end as cancelled and whose last telemetry
/// reaches the collector, then collector and dashboard. The rest is left to Aspire, which would end all at once.
/// </summary>
sealed class StopOrder(
    DistributedApplicationModel model,
    ResourceCommandService commands,
    ResourceNotificationService notifications,
    ILogger<StopOrder> logger
) : IHostedLifecycleService
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(4);

    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Limit);
        var projects = model.Resources.OfType<ProjectResource>().Where(IsRunning).ToArray();
        var runners = projects.Where(one => one.HasAnnotationOfType<RunnerAnnotation>()).ToArray();
        await StopAsync(runners, limit.Token);
        await StopAsync(projects.Except(runners), limit.Token);
    }

    private bool IsRunning(ProjectResource resource) =>
        notifications.TryGetCurrentState(resource.Name, out var state)
        && state.Snapshot.State?.Text == KnownResourceStates.Running;

    private async Task StopAsync(IEnumerable<ProjectResource> resources, CancellationToken limit)
    {
        try
        {
            await Task.WhenAll(
                resources.Select(one =>
                    commands.ExecuteCommandAsync(one, KnownResourceCommands.StopCommand, limit)
                )
            );
        }
        catch (OperationCanceledException)
        {
            logger.LogWarning(
                "Services did not stop within {Limit} s; they are ended now.",
                Limit.TotalSeconds
            );
        }
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

/// <summary>Marks a resource that emits sessions, under the runner's name that they carry.</summary>
sealed record RunnerAnnotation(string RunnerName) : IResourceAnnotation;
