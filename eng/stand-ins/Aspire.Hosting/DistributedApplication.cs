using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Orchestration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting;

/// <summary>A distributed application that can be run, or started and stopped.</summary>
public sealed class DistributedApplication : IAsyncDisposable, IDisposable
{
    readonly IHost host;
    readonly Interception? interception;

    internal DistributedApplication(IHost host, Interception? interception)
    {
        this.host = host;
        this.interception = interception;
    }

    public static IDistributedApplicationBuilder CreateBuilder(string[] args) =>
        new DistributedApplicationBuilder(args);

    public IServiceProvider Services => host.Services;

    /// <summary>State and health of the resources.</summary>
    public ResourceNotificationService ResourceNotifications =>
        Services.GetRequiredService<ResourceNotificationService>();

    /// <summary>Runs until Ctrl+C or SIGTERM. An application that cannot be started leaves one line and exit code 1.</summary>
    public void Run() => RunAsync().GetAwaiter().GetResult();

    /// <inheritdoc cref="Run"/>
    public async Task RunAsync(CancellationToken cancellationToken = default)
    {
        if (interception is not null)
        {
            // A test starts and stops the application; the entry point only has to stay alive meanwhile.
            await interception.Disposed.WaitAsync(cancellationToken);
            return;
        }
        try
        {
            await host.StartAsync(cancellationToken);
            await host.WaitForShutdownAsync(cancellationToken);
            if (Services.GetRequiredService<Orchestrator>().Failure is { } failure)
            {
                throw failure;
            }
        }
        catch (DistributedApplicationException failure)
        {
            await host.StopAsync(CancellationToken.None);
            await Console.Error.WriteLineAsync(failure.Message);
            Environment.ExitCode = 1;
        }
        catch (OperationCanceledException)
        {
            // Ctrl+C while resources were still being waited for.
            await host.StopAsync(CancellationToken.None);
        }
        finally
        {
            await DisposeAsync();
        }
    }

    /// <summary>Starts the resources; returns when every wait is over.</summary>
    public Task StartAsync(CancellationToken cancellationToken = default) =>
        host.StartAsync(cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken = default) =>
        host.StopAsync(cancellationToken);

    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    public async ValueTask DisposeAsync()
    {
        await host.StopAsync(CancellationToken.None);
        await ((IAsyncDisposable)host).DisposeAsync();
        interception?.SetDisposed();
    }
}
