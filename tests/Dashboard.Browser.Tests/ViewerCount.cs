using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Browser.Tests;

/// <summary>How many subscriptions a dashboard has open, by its own meter.</summary>
internal sealed class ViewerCount : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly SemaphoreSlim _changed = new(0);
    private long _count;

    public ViewerCount(IServiceProvider services)
    {
        var meters = services.GetRequiredService<IMeterFactory>();
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (
                instrument.Name == "dashboard.live.viewers"
                && ReferenceEquals(instrument.Meter.Scope, meters)
            )
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>(
            (_, change, _, _) =>
            {
                Interlocked.Add(ref _count, change);
                _changed.Release();
            }
        );
        _listener.Start();
    }

    /// <summary>Waits until there are that many.</summary>
    public async Task BecomesAsync(long count)
    {
        while (Interlocked.Read(ref _count) != count)
        {
            Assert.True(
                await _changed.WaitAsync(
                    TimeSpan.FromSeconds(60),
                    TestContext.Current.CancellationToken
                )
            );
        }
    }

    public void Dispose() => _listener.Dispose();
}
