using System.Diagnostics.Metrics;
using Collector.Metrics;
using Collector.Tests.Hosting;
using Collector.Write;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Sessions;

namespace Collector.Tests.Write;

/// <summary>The collector states until when it could hear everyone, and begins a new period after whatever kept it from it.</summary>
public sealed class CollectorHeartbeatTests : IAsyncLifetime
{
    private readonly SteppedClock _clock = new();
    private readonly MemoryStore _store = new();
    private readonly ServiceProvider _services = new ServiceCollection()
        .AddMetrics()
        .BuildServiceProvider();
    private ReceiveMetrics _received = null!;
    private GroupCommit _commits = null!;
    private CollectorHeartbeat _heartbeat = null!;

    public async ValueTask InitializeAsync()
    {
        var options = new WriteOptions();
        var meters = _services.GetRequiredService<IMeterFactory>();
        var metrics = new WriteMetrics(_clock, meters);
        var queue = new WriteQueue(options, _clock);
        var writer = new BatchWriter(_store, metrics, _clock, NullLogger<BatchWriter>.Instance);
        _received = new ReceiveMetrics(meters);
        _commits = new GroupCommit(queue, writer, options, metrics);
        _heartbeat = new CollectorHeartbeat(queue, _received, options, _clock);
        await _commits.StartAsync(default);
        await _heartbeat.StartAsync(default);
        await StatedAsync(_clock.GetUtcNow());
    }

    public async ValueTask DisposeAsync()
    {
        // Of a test that failed while its store held a commit up, nothing would end by itself.
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        await _heartbeat.StopAsync(limit.Token);
        await _commits
            .StopAsync(limit.Token)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _services.DisposeAsync();
    }

    [Fact]
    public async Task A_period_goes_on_as_long_as_nothing_interrupts_it()
    {
        var start = _clock.GetUtcNow();
        for (var i = 0; i < 5; i++)
        {
            await TickAsync();
        }

        Assert.Equal([new HearingPeriod(start, start.AddSeconds(5))], _store.Hearing);
        Assert.True(_heartbeat.IsHearing);
    }

    [Fact]
    public async Task A_request_refused_for_lack_of_room_begins_a_new_period()
    {
        var start = _clock.GetUtcNow();
        await TickAsync();
        _received.Reject(RejectReasons.Overloaded);
        await TickAsync();
        await TickAsync();

        Assert.Equal(
            [
                new HearingPeriod(start, start.AddSeconds(1)),
                new HearingPeriod(start.AddSeconds(2), start.AddSeconds(3)),
            ],
            _store.Hearing
        );
    }

    [Fact]
    public async Task A_disk_that_hangs_ends_the_period_at_the_last_commit_before_it()
    {
        var start = _clock.GetUtcNow();
        var disk = new TaskCompletionSource();
        var hangs = new TaskCompletionSource();
        _store.BeforeCommit = _ =>
        {
            hangs.TrySetResult();
            return disk.Task;
        };
        _clock.Advance(TimeSpan.FromSeconds(1));
        await hangs.Task.WaitAsync(TimeSpan.FromSeconds(60));
        _clock.Advance(TimeSpan.FromSeconds(30));
        Assert.False(_heartbeat.IsHearing);
        Assert.Equal(start, _heartbeat.Stated!.Value.Until);

        _store.BeforeCommit = _ => Task.CompletedTask;
        disk.SetResult();
        await Until.TrueAsync(() => _store.Hearing.Count == 2);
        Assert.Equal(start.AddSeconds(1), _store.Hearing[0].Until);
        Assert.True(_store.Hearing[1].Since >= start.AddSeconds(31));
        Assert.True(_heartbeat.IsHearing);
    }

    [Fact]
    public async Task A_store_that_is_away_ends_the_period()
    {
        var start = _clock.GetUtcNow();
        var tried = new TaskCompletionSource();
        _store.BeforeCommit = _ =>
        {
            tried.TrySetResult();
            throw new StoreUnavailableException("away");
        };
        _clock.Advance(TimeSpan.FromSeconds(1));
        await tried.Task.WaitAsync(TimeSpan.FromSeconds(60));
        _store.BeforeCommit = _ => Task.CompletedTask;
        await Until.TrueAsync(() =>
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            return _store.Hearing.Count == 2;
        });

        Assert.Equal(start, _store.Hearing[0].Until);
        Assert.True(_store.Hearing[1].Since >= start.AddSeconds(2));
    }

    [Theory]
    [InlineData(600)]
    [InlineData(-600)]
    public async Task A_clock_that_is_set_begins_a_new_period(int seconds)
    {
        var start = _clock.GetUtcNow();
        await TickAsync();
        _clock.Step(TimeSpan.FromSeconds(seconds));
        await TickAsync();

        Assert.Contains(new HearingPeriod(start, start.AddSeconds(1)), _store.Hearing);
        var next = start.AddSeconds(seconds + 2);
        Assert.Contains(new HearingPeriod(next, next), _store.Hearing);
    }

    private Task TickAsync()
    {
        _clock.Advance(TimeSpan.FromSeconds(1));
        return StatedAsync(_clock.GetUtcNow());
    }

    private Task StatedAsync(DateTimeOffset until) =>
        Until.TrueAsync(() => _heartbeat.Stated?.Until == until);

    /// <summary>A wall clock that can be set while the steady one goes on.</summary>
    private sealed class SteppedClock : FakeTimeProvider
    {
        private TimeSpan _step;

        public void Step(TimeSpan step) => _step += step;

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + _step;

        public override long GetTimestamp() => base.GetUtcNow().UtcTicks;
    }
}
