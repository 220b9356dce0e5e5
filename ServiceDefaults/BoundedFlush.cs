using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace Microsoft.Extensions.Hosting;

/// <summary>
/// Sends what is left when the host has stopped, and gives up soon: the SDK would try for 5 s a signal, one after the
/// other, which keeps a service alive for 15 s when nobody receives its telemetry any more.
/// </summary>
sealed class BoundedFlush(IServiceProvider services) : IHostedLifecycleService
{
    const int LimitMilliseconds = 1500;

    public Task StoppedAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(
            Task.Run(
                () => services.GetService<TracerProvider>()?.Shutdown(LimitMilliseconds),
                CancellationToken.None
            ),
            Task.Run(
                () => services.GetService<MeterProvider>()?.Shutdown(LimitMilliseconds),
                CancellationToken.None
            ),
            Task.Run(
                () => services.GetService<LoggerProvider>()?.Shutdown(LimitMilliseconds),
                CancellationToken.None
            )
        );

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
