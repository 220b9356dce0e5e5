using System.Diagnostics.Metrics;
using Dashboard.Tests.Store;
using Dashboard.Web.Live;
using Microsoft.Extensions.DependencyInjection;
using Sessions;

namespace Dashboard.Web.Tests;

/// <summary>What waits to be shown of a watched session is bounded in number and in text.</summary>
public sealed class LiveBoundTests : IAsyncLifetime
{
    private readonly DashboardApp _app = new();
    private readonly MeterListener _listener = new();
    private long _dropped;

    public async ValueTask InitializeAsync()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Name == "dashboard.live.dropped")
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>(
            (_, count, _, _) => Interlocked.Add(ref _dropped, count)
        );
        _listener.Start();
        await _app.Runner("s").StartAsync();
        await _app.StartAsync();
    }

    [Theory]
    [InlineData(100, 250_000, true)]
    [InlineData(100, 100, false)]
    [InlineData(1, 5_000_000, false)]
    public async Task Large_events_that_come_faster_than_they_are_shown_are_not_gathered(
        int count,
        int length,
        bool isTooMuch
    )
    {
        var sessions = _app.Services.GetRequiredService<LiveSessions>();
        Assert.True(await sessions.ReadyAsync(TestContext.Current.CancellationToken));
        var first = sessions.Position.Value;
        using var watched = sessions.Subscribe("s", withPanels: false);
        var batch = Enumerable.Range(1, count).Select(i => Event(first + i, length)).ToList();

        sessions.Dispatch(batch, batch[^1].Position);

        Assert.Equal(isTooMuch, Interlocked.Read(ref _dropped) > 0);
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Dispose();
        await _app.DisposeAsync();
    }

    private static StoredEvent Event(long position, int length) =>
        new(
            new StorePosition(position),
            DateTimeOffset.UtcNow,
            new SessionEvent
            {
                SessionId = "s",
                Type = EventType.Error,
                Timestamp = DateTimeOffset.UtcNow.AddTicks(position),
                Message = new string('x', length),
            }
        );
}
