using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Orchestration;

/// <summary>Takes one project through its life: waiting, running, healthy, stopped.</summary>
sealed class ResourceRunner(
    ProjectResource project,
    ResourceEnvironment environment,
    ResourceNotificationService notifications,
    IHttpClientFactory clients,
    IServiceProvider services,
    ILogger logger,
    bool logOutput
)
{
    static readonly TimeSpan CheckTimeout = TimeSpan.FromSeconds(5);
    static readonly TimeSpan CheckWhileHealthy = TimeSpan.FromSeconds(30);

    readonly CancellationTokenSource stopping = new();
    readonly TaskCompletionSource started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    SupervisedProcess? process;
    bool wasReady;

    public ProjectResource Project => project;

    /// <summary>The process has been started: every wait is over.</summary>
    public Task Started => started.Task;

    /// <summary>
    /// Ends with the process, or with a stop. Fails when the process ends before it was ever healthy, because then what
    /// waits for it would wait for ever.
    /// </summary>
    public async Task RunAsync()
    {
        try
        {
            await WaitForOthersAsync();
            process = new SupervisedProcess(
                environment.StartInfo(project),
                OnLine,
                SupervisedProcess.DefaultGrace
            );
            notifications.Publish(
                project.Name,
                KnownResourceStates.Running,
                healthy: project.HealthChecks.Count == 0
            );
            started.SetResult();
            var health = WatchHealthAsync();
            var code = await process.Exited;
            var expected = stopping.IsCancellationRequested;
            await stopping.CancelAsync();
            await health;
            notifications.Publish(project.Name, KnownResourceStates.Finished);
            if (!expected)
            {
                Ended(code, process.LastWords);
            }
        }
        catch (OperationCanceledException)
        {
            notifications.Publish(project.Name, KnownResourceStates.Finished);
        }
        finally
        {
            started.TrySetCanceled();
        }
    }

    public async Task StopAsync()
    {
        await stopping.CancelAsync();
        if (process is { Exited.IsCompleted: false })
        {
            notifications.Publish(project.Name, KnownResourceStates.Stopping);
            await process.StopAsync();
        }
    }

    async Task WaitForOthersAsync()
    {
        if (project.WaitsFor.Count > 0)
        {
            notifications.Publish(project.Name, KnownResourceStates.Waiting);
        }
        foreach (var other in project.WaitsFor)
        {
            await notifications.WaitForResourceHealthyAsync(other.Name, stopping.Token);
        }
        stopping.Token.ThrowIfCancellationRequested();
    }

    async Task WatchHealthAsync()
    {
        try
        {
            var pause = TimeSpan.Zero;
            while (true)
            {
                var healthy = await IsHealthyAsync(stopping.Token);
                stopping.Token.ThrowIfCancellationRequested();
                notifications.Publish(project.Name, KnownResourceStates.Running, healthy);
                if (healthy && !wasReady)
                {
                    wasReady = true;
                    foreach (var callback in project.WhenReady)
                    {
                        await callback(new ResourceReadyEvent(project, services), stopping.Token);
                    }
                }
                pause = healthy ? CheckWhileHealthy : NextPause(pause);
                await Task.Delay(pause, stopping.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // The process has ended or is being stopped.
        }
    }

    static TimeSpan NextPause(TimeSpan previous) =>
        TimeSpan.FromSeconds(Math.Clamp(previous.TotalSeconds + 1, 1, 5));

    async Task<bool> IsHealthyAsync(CancellationToken cancellationToken)
    {
        foreach (var check in project.HealthChecks)
        {
            using var client = clients.CreateClient();
            client.Timeout = CheckTimeout;
            try
            {
                using var answer = await client.GetAsync(
                    check.Endpoint.Url + check.Path,
                    cancellationToken
                );
                if ((int)answer.StatusCode != check.StatusCode)
                {
                    return false;
                }
            }
            catch (Exception none)
                when (none is HttpRequestException or TaskCanceledException
                    && !cancellationToken.IsCancellationRequested
                )
            {
                return false;
            }
        }
        return true;
    }

    void Ended(int code, string lastWords)
    {
        if (!wasReady)
        {
            throw new DistributedApplicationException(
                $"Resource '{project.Name}' exited with code {code} before it was healthy: {lastWords}"
            );
        }
        if (code != 0)
        {
            logger.LogWarning(
                "Resource '{Name}' exited with code {Code}: {LastWords}",
                project.Name,
                code,
                lastWords
            );
        }
    }

    void OnLine(string line)
    {
        if (logOutput)
        {
            logger.LogInformation("{Line}", line);
        }
    }
}
