using System.Diagnostics.Metrics;
using Alerts.Outbox;

namespace Alerts;

/// <summary>What the alerter measures of itself.</summary>
internal sealed class AlertMetrics : IDisposable
{
    public const string MeterName = "Alerts";

    private readonly Meter _meter;
    private readonly Counter<long> _attempts;

    public AlertMetrics(IMeterFactory meters, OutboxFile outbox)
    {
        _meter = meters.Create(MeterName);
        _attempts = _meter.CreateCounter<long>(
            "alerts.attempts",
            "{attempt}",
            "Attempts to deliver a message, by channel and outcome"
        );
        _meter.CreateObservableGauge(
            "alerts.incidents.open",
            () => (long)outbox.Open().Count,
            "{incident}",
            "Incidents that are open"
        );
        _meter.CreateObservableGauge(
            "alerts.messages.waiting",
            () => Of(outbox, channel => channel.Waiting),
            "{message}",
            "Messages that wait to be delivered"
        );
        _meter.CreateObservableGauge(
            "alerts.messages.dead",
            () => Of(outbox, channel => channel.Dead),
            "{message}",
            "Messages that were given up"
        );
    }

    public void Attempted(string channel, string outcome) =>
        _attempts.Add(1, new("channel", channel), new("outcome", outcome));

    public void Dispose() => _meter.Dispose();

    private static IEnumerable<Measurement<long>> Of(
        OutboxFile outbox,
        Func<(string Channel, long Waiting, long Dead), long> count
    ) =>
        outbox
            .Counts()
            .Select(channel => new Measurement<long>(
                count(channel),
                new KeyValuePair<string, object?>("channel", channel.Channel)
            ));
}
