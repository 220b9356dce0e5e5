using Collector.Receive;

namespace Collector.Forward;

/// <summary>Hands every accepted request to every target, as it came. Never waits for any of them. Thread-safe.</summary>
internal sealed class Forwarder(
    IReadOnlyList<ForwardTarget> targets,
    ForwardOptions options,
    TimeProvider clock
) : BackgroundService
{
    public IReadOnlyList<ForwardTarget> Targets => targets;

    public void Offer(Signal signal, RequestBody body)
    {
        foreach (var target in targets)
        {
            target.Offer(signal, body);
        }
    }

    /// <summary>Gives what still waits a moment to go out; what then remains is counted as dropped.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        foreach (var target in targets)
        {
            target.Close();
        }

        await Task.WhenAny(
            ExecuteTask ?? Task.CompletedTask,
            Task.Delay(options.DrainTime, clock, cancellationToken)
        );
        await base.StopAsync(cancellationToken);
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(targets.Select(target => target.RunAsync(stoppingToken)));
}
