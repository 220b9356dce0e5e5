using System.Diagnostics.Metrics;

namespace Dashboard.Web.Live;

/// <summary>How many watch, and what they had to do without.</summary>
internal sealed class LiveMetrics
{
    public const string MeterName = "Dashboard.Web.Live";

    private readonly UpDownCounter<long> _viewers;
    private readonly Counter<long> _refused;
    private readonly Counter<long> _dropped;
    private readonly Counter<long> _resyncs;

    public LiveMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        _viewers = meter.CreateUpDownCounter<long>(
            "dashboard.live.viewers",
            "{viewer}",
            "Open subscriptions, of pages and of programs"
        );
        _refused = meter.CreateCounter<long>(
            "dashboard.live.refused",
            "{subscription}",
            "Subscriptions refused because too many sessions are watched"
        );
        _dropped = meter.CreateCounter<long>(
            "dashboard.live.dropped",
            "{event}",
            "Events that came faster than a watched session could be shown; its pages load what they show again"
        );
        _resyncs = meter.CreateCounter<long>(
            "dashboard.live.resyncs",
            "{resync}",
            "Subscribers told to load what they show again, because they missed more than is kept"
        );
    }

    /// <summary>Counts a viewer until the result is disposed.</summary>
    /// <param name="subject">What is watched: <c>session</c>, <c>list</c>, <c>compare</c> or <c>program</c>.</param>
    public IDisposable Viewer(string subject)
    {
        _viewers.Add(1, new KeyValuePair<string, object?>("subject", subject));
        return new Leave(() =>
            _viewers.Add(-1, new KeyValuePair<string, object?>("subject", subject))
        );
    }

    public void Refused() => _refused.Add(1);

    public void Dropped() => _dropped.Add(1);

    public void Resync() => _resyncs.Add(1);

    private sealed class Leave(Action action) : IDisposable
    {
        public void Dispose() => action();
    }
}
