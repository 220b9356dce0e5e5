using Xunit;

namespace Sessions.Contract.Cases;

/// <summary>The live tail.</summary>
public abstract class FollowCases : StoreCases
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task A_follower_sees_each_commit_in_order_and_one_that_starts_again_misses_nothing()
    {
        var store = await StoreAsync(Samples.Begin("s"));
        var first = await NextAsync(store.Reader, StorePosition.Start, 1);

        await store.Writer.WriteAsync(
            Samples.Batch(Samples.Beat("s", 1, 1), Samples.Beat("s", 2, 2)),
            Cancel
        );
        await store.Writer.WriteAsync(Samples.Batch(Samples.End("s", 3)), Cancel);
        var rest = await NextAsync(store.Reader, first[^1].Position, 3);

        Assert.Equal(
            [EventType.Heartbeat, EventType.Heartbeat, EventType.RunnerEnd],
            rest.Select(stored => stored.Event.Type)
        );
        Assert.Equal(rest.Select(s => s.Position).Order(), rest.Select(s => s.Position));
        Assert.Equal(rest[^1].Position, await store.Reader.PositionAsync(Cancel));
    }

    [Fact]
    public async Task A_waiting_follower_is_woken_by_a_commit()
    {
        var store = await StoreAsync(Samples.Begin("s"));
        var position = await store.Reader.PositionAsync(Cancel);
        var next = NextAsync(store.Reader, position, 1);
        Assert.False(next.IsCompleted);

        await store.Writer.WriteAsync(Samples.Batch(Samples.End("s", 3)), Cancel);

        Assert.Equal(EventType.RunnerEnd, Assert.Single(await next).Event.Type);
    }

    [Fact]
    public async Task An_event_that_says_more_comes_again_under_its_id()
    {
        var store = await StoreAsync(Samples.Begin("s"), Samples.Checkpoint("s", 1, "c"));
        var position = await store.Reader.PositionAsync(Cancel);

        var more = Samples.Checkpoint("s", 1, "c") with { Message = "said later" };
        await store.Writer.WriteAsync(Samples.Batch(more), Cancel);

        var again = Assert.Single(await NextAsync(store.Reader, position, 1));
        Assert.Equal(more.Id, again.Event.Id);
        Assert.Equal("said later", again.Event.Message);
    }

    [Fact]
    public async Task A_beat_comes_again_when_a_gauge_of_its_window_arrives_alone()
    {
        var store = await StoreAsync(Samples.Begin("s"), Samples.Beat("s", 2, 1));
        var position = await store.Reader.PositionAsync(Cancel);

        var batch = Samples.Batch();
        batch.Points.Add(
            new GaugePoint("s", "data_phase", Samples.At(2.01), GaugeMetric.Equity, 10_050)
        );
        await store.Writer.WriteAsync(batch, Cancel);

        var again = Assert.Single(await NextAsync(store.Reader, position, 1));
        Assert.Equal(10_050, again.Event.Figures?.Equity);
        Assert.Equal(10_050, (await store.Reader.FindAsync("s", Cancel))?.CurrentEquity);
    }

    [Fact]
    public async Task Known_events_do_not_come_again()
    {
        var store = await StoreAsync(Samples.Begin("s"));
        var position = await store.Reader.PositionAsync(Cancel);
        await store.Writer.WriteAsync(Samples.Batch(Samples.Begin("s")), Cancel);
        Assert.Equal(position, await store.Reader.PositionAsync(Cancel));
    }

    [Fact]
    public async Task Following_ends_when_it_is_cancelled()
    {
        var store = await StoreAsync(Samples.Begin("s"));
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        stop.CancelAfter(TimeSpan.FromMilliseconds(50));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var _ in store.Reader.FollowAsync(new StorePosition(1), stop.Token)) { }
        });
    }

    private static async Task<List<StoredEvent>> NextAsync(
        ISessionReader reader,
        StorePosition after,
        int count
    )
    {
        using var late = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        late.CancelAfter(Patience);
        var events = new List<StoredEvent>();
        await foreach (var batch in reader.FollowAsync(after, late.Token))
        {
            events.AddRange(batch);
            if (events.Count >= count)
            {
                break;
            }
        }

        return events;
    }
}
