using Collector.Receive;

namespace Collector.Forward;

/// <summary>Hands every request that was taken in to every target, as it came. Never waits for any of them. Thread-safe.</summary>
internal sealed class Forwarder(IReadOnlyList<ForwardTarget> targets) : BackgroundService
{
    public IReadOnlyList<ForwardTarget> Targets => targets;

    public void Offer(Signal signal, RequestBody body)
    {
        foreach (var target in targets)
        {
            target.Offer(signal, body);
        }
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(targets.Select(target => target.RunAsync(stoppingToken)));
}
