using System.Collections.Concurrent;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>Knows state and health of every resource, and lets callers wait for them.</summary>
public sealed class ResourceNotificationService
{
    readonly ConcurrentDictionary<string, Status> statuses = new(StringComparer.OrdinalIgnoreCase);
    readonly Lock changing = new();
    TaskCompletionSource changed = NewSignal();

    /// <summary>Returns when the resource is in the given state.</summary>
    /// <exception cref="DistributedApplicationException">There is no such resource.</exception>
    public Task WaitForResourceAsync(
        string resourceName,
        string? targetState = null,
        CancellationToken cancellationToken = default
    ) =>
        WaitAsync(
            resourceName,
            now => now.State == (targetState ?? KnownResourceStates.Running),
            cancellationToken
        );

    /// <summary>Returns when the resource is running and all its health checks say so.</summary>
    /// <exception cref="DistributedApplicationException">There is no such resource.</exception>
    public Task WaitForResourceHealthyAsync(
        string resourceName,
        CancellationToken cancellationToken = default
    ) =>
        WaitAsync(
            resourceName,
            now => now is { State: "Running", Healthy: true },
            cancellationToken
        );

    internal Status this[string resourceName] =>
        statuses.TryGetValue(resourceName, out var status)
            ? status
            : throw new DistributedApplicationException(
                $"The resource '{resourceName}' is not in the application."
            );

    internal void Publish(string resourceName, string state, bool healthy = false)
    {
        lock (changing)
        {
            statuses[resourceName] = new Status(state, healthy);
            changed.SetResult();
            changed = NewSignal();
        }
    }

    internal async Task WaitAsync(
        string resourceName,
        Func<Status, bool> until,
        CancellationToken cancellationToken
    )
    {
        while (true)
        {
            Task next;
            lock (changing)
            {
                if (until(this[resourceName]))
                {
                    return;
                }
                next = changed.Task;
            }
            await next.WaitAsync(cancellationToken);
        }
    }

    static TaskCompletionSource NewSignal() =>
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal readonly record struct Status(string State, bool Healthy);
}
