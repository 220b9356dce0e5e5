using System.Diagnostics.Metrics;
using Collector.Forward;
using Collector.Metrics;
using Collector.Write;

namespace Collector.Hosting;

/// <summary>What waits, as meters that are asked when they are read.</summary>
internal sealed class QueueGauges
{
    public QueueGauges(
        IMeterFactory meters,
        WriteQueue queue,
        WriteMetrics writing,
        Forwarder forwarder
    )
    {
        var write = meters.Create(MeterNames.Write);
        write.CreateObservableGauge("collector.queue.requests", () => queue.Requests, "{request}");
        write.CreateObservableGauge("collector.queue.items", () => queue.Items, "{item}");
        write.CreateObservableGauge(
            "collector.lag",
            () => writing.Snapshot().Lag.TotalSeconds,
            "s"
        );
        meters
            .Create(MeterNames.Forward)
            .CreateObservableGauge(
                "collector.forward.queue",
                () =>
                    forwarder.Targets.Select(target => new Measurement<long>(
                        target.Queued,
                        new KeyValuePair<string, object?>("target", target.Name)
                    )),
                "{request}"
            );
    }
}
