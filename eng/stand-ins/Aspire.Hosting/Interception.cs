using System.Reflection;
using Microsoft.Extensions.Configuration;

namespace Aspire.Hosting;

/// <summary>
/// How the testing builder gets hold of an application: it runs the AppHost's entry point on a thread of its own,
/// on which this is <see cref="Current"/>, so that applications side by side in one process do not meet.
/// </summary>
abstract class Interception
{
    static readonly AsyncLocal<Interception?> current = new();
    readonly TaskCompletionSource disposed = new(
        TaskCreationOptions.RunContinuationsAsynchronously
    );

    public static Interception? Current
    {
        get => current.Value;
        set => current.Value = value;
    }

    public abstract Assembly AppHost { get; }

    public Task Disposed => disposed.Task;

    public void SetDisposed() => disposed.TrySetResult();

    /// <summary>Called before the builder reads its configuration.</summary>
    public abstract void Configure(
        ConfigurationManager configuration,
        string appHostDirectory,
        string[] args
    );

    /// <summary>Blocks the entry point in <c>Build</c> until the test has changed what it wants to change.</summary>
    public abstract void HoldAtBuild(IDistributedApplicationBuilder builder);

    public abstract void Built(DistributedApplication application);
}
