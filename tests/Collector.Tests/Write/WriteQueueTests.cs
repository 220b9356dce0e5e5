using Collector.Tests.Hosting;
using Sessions;

namespace Collector.Tests.Write;

/// <summary>Waiting requests share commits; the queue has a bound; stopping loses nothing.</summary>
public sealed class WriteQueueTests
{
    [Fact]
    public async Task Requests_that_wait_are_committed_together()
    {
        await using var collector = await RunningCollector.StartAsync();
        var first = new TaskCompletionSource();
        collector.Store.BeforeCommit = _ => first.Task;
        var calls = Enumerable.Range(1, 20).Select(n => SendAsync(collector, n)).ToArray();
        await QueuedAsync(collector, 20);
        first.SetResult();

        Assert.All(await Task.WhenAll(calls), answer => Assert.Equal(0, answer.Status));
        Assert.InRange(collector.Store.Commits, 1, 3);
        Assert.Equal(40, collector.Store.Events.Count);
    }

    [Fact]
    public async Task The_next_group_is_written_while_the_one_before_waits_where_the_store_allows()
    {
        var store = new MemoryStore { MaxOverlap = 2 };
        await using var collector = await RunningCollector.StartAsync(writer: store);
        var (begun, disk) = (new TaskCompletionSource(), new TaskCompletionSource());
        store.BeforeCommit = _ =>
        {
            begun.TrySetResult();
            return disk.Task;
        };
        var first = SendAsync(collector, 1);
        await begun.Task.WaitAsync(TimeSpan.FromSeconds(60));
        store.BeforeCommit = _ => Task.CompletedTask;

        Assert.Equal(0, (await SendAsync(collector, 2)).Status);
        Assert.False(first.IsCompleted);

        disk.SetResult();
        Assert.Equal(0, (await first).Status);
        Assert.Equal(4, store.Events.Count);
    }

    [Fact]
    public async Task A_full_queue_refuses_at_once_and_takes_again_when_there_is_room()
    {
        await using var collector = await RunningCollector.StartAsync(
            new() { ["Write:MaxQueuedItems"] = "3" }
        );
        var first = new TaskCompletionSource();
        collector.Store.BeforeCommit = _ => first.Task;
        var held = SendAsync(collector, 1);
        await QueuedAsync(collector, 1);

        var refused = await SendAsync(collector, 2);
        Assert.Equal(14, refused.Status);
        Assert.NotEmpty(refused.Details);

        first.SetResult();
        Assert.Equal(0, (await held).Status);
        Assert.Equal(0, (await SendAsync(collector, 2)).Status);
    }

    [Fact]
    public async Task A_queue_that_others_have_filled_still_takes_who_has_little()
    {
        await using var collector = await RunningCollector.StartAsync(
            new() { ["Write:MaxQueuedItems"] = "1000" }
        );
        var first = new TaskCompletionSource();
        collector.Store.BeforeCommit = _ => first.Task;
        var noisy = ManyAsync(collector.Client, 890);
        await QueuedAsync(collector, 1);

        // A connection is a sender.
        using var another = new OtlpClient(collector.Grpc, collector.Http);
        Assert.Equal(14, (await ManyAsync(another, 100)).Status);
        using var quiet = new OtlpClient(collector.Grpc, collector.Http);
        var little = ManyAsync(quiet, 10);
        await QueuedAsync(collector, 2);

        first.SetResult();
        Assert.Equal(0, (await little).Status);
        Assert.Equal(0, (await noisy).Status);
    }

    [Fact]
    public async Task Stopping_commits_and_answers_what_was_taken_in()
    {
        await using var collector = await RunningCollector.StartAsync();
        var first = new TaskCompletionSource();
        collector.Store.BeforeCommit = _ => first.Task;
        var call = SendAsync(collector, 1);
        await QueuedAsync(collector, 1);
        var stop = collector.StopAsync();
        first.SetResult();

        Assert.Equal(0, (await call).Status);
        await stop;
        Assert.Equal(2, collector.Store.Events.Count);
    }

    [Fact]
    public async Task The_store_is_made_ready_before_anything_is_received()
    {
        var store = new MemoryStore();
        var tried = new List<(int Events, int Points)>();
        store.BeforeCommit = batch =>
        {
            tried.Add((batch.Events.Count, batch.Points.Count));
            return Task.CompletedTask;
        };

        await using var collector = await RunningCollector.StartAsync(writer: store);

        Assert.Equal((0, 0), tried[0]);
    }

    [Fact]
    public async Task A_store_that_is_away_at_the_start_may_come_later()
    {
        var store = new MemoryStore
        {
            BeforeCommit = _ => throw new StoreUnavailableException("away"),
        };
        await using var collector = await RunningCollector.StartAsync(
            new() { ["Write:HeartbeatInterval"] = "00:00:00.010" },
            store
        );
        Assert.Equal(14, (await SendAsync(collector, 1)).Status);

        store.BeforeCommit = _ => Task.CompletedTask;

        Assert.Equal(0, (await SendAsync(collector, 1)).Status);
        Assert.Equal(2, store.Events.Count);
    }

    [Fact]
    public async Task A_store_that_will_never_do_ends_the_start()
    {
        var store = new MemoryStore
        {
            BeforeCommit = _ => throw new StoreUnusableException("not this one"),
        };

        await Assert.ThrowsAsync<StoreUnusableException>(() =>
            RunningCollector.StartAsync(writer: store)
        );
    }

    /// <summary>A request of as many events.</summary>
    private static Task<GrpcAnswer> ManyAsync(OtlpClient client, int events) =>
        client.GrpcAsync(
            OtlpClient.Logs,
            Given.Request([
                .. Enumerable
                    .Range(1, events)
                    .Select(i => Given.Log("runner.error", 1, i, ("session.id", $"s{i}"))),
            ])
        );

    private static Task<GrpcAnswer> SendAsync(RunningCollector collector, int n) =>
        collector.Client.GrpcAsync(
            OtlpClient.Traces,
            Given.Request(
                Given.Span(
                    "api_phase",
                    (byte)n,
                    1,
                    ("session.id", $"session {n}"),
                    ("runner.phase.index", 0)
                )
            )
        );

    private static Task QueuedAsync(RunningCollector collector, int requests) =>
        Until.TrueAsync(async () =>
            (await collector.Client.StatusAsync())
                .GetProperty("queued")
                .GetProperty("requests")
                .GetInt32() == requests
        );
}
