using Sessions.ClickHouse.Hosting;
using Sessions.ClickHouse.Read;
using Sessions.ClickHouse.Write;
using Sessions.Contract;
using Sessions.Contract.Reference;

namespace Sessions.ClickHouse.Tests;

/// <summary>Several collectors on one server.</summary>
public sealed class SideBySideTests
{
    private readonly CancellationToken _cancel = TestContext.Current.CancellationToken;
    private readonly ClickHouseSettings _settings = EngineFixture.NewDatabase();

    [Fact]
    public async Task Two_collectors_that_each_get_half_and_some_twice_give_the_session_of_one()
    {
        var events = Story().ToList();
        await using var reference = new ReferenceStore();
        await reference.WriteAsync(Samples.Batch(events), _cancel);
        await using var left = new ClickHouseSessionWriter(_settings);
        await using var right = new ClickHouseSessionWriter(_settings);
        await using var reader = new ClickHouseSessionReader(_settings, Samples.Clock);

        foreach (var (some, i) in events.Chunk(4).Select((some, i) => (some, i)))
        {
            var (first, second) = i % 2 == 0 ? (left, right) : (right, left);
            await first.WriteAsync(Samples.Batch(some), _cancel);
            // The exporter did not hear of the first answer and sends the batch to the other collector.
            var again = await second.WriteAsync(Samples.Batch(some), _cancel);
            Assert.Equal(some.Length, again.Known);
        }

        await AssertSameAsync(reference, reader);
    }

    [Theory]
    [InlineData(16_384, 1_000_000)]
    [InlineData(16_384, 3)]
    [InlineData(1, 3)]
    public async Task What_comes_twice_is_known_however_little_a_collector_remembers(
        int hotSessions,
        int hotEvents
    )
    {
        var events = Story().ToList();
        await using var reference = new ReferenceStore();
        await reference.WriteAsync(Samples.Batch(events), _cancel);
        var options = new WriterOptions { HotSessions = hotSessions, HotEvents = hotEvents };
        await using var writer = new ClickHouseSessionWriter(_settings, options);
        await using var other = new ClickHouseSessionWriter(_settings);
        await using var reader = new ClickHouseSessionReader(_settings, Samples.Clock);

        foreach (var (some, i) in events.Chunk(5).Select((some, i) => (some, i)))
        {
            // Every third comes by the other one: what that stored must be met again too.
            await (i % 3 == 2 ? other : writer).WriteAsync(Samples.Batch(some), _cancel);
            await writer.WriteAsync(Samples.Batch([Samples.Begin("between")]), _cancel);
        }

        foreach (var some in events.Chunk(7))
        {
            Assert.Equal(
                some.Length,
                (await writer.WriteAsync(Samples.Batch(some), _cancel)).Known
            );
        }

        await AssertSameAsync(reference, reader);
    }

    [Fact]
    public async Task Two_collectors_that_write_the_same_at_the_same_time_give_each_event_once()
    {
        var events = Story().ToList();
        await using var reference = new ReferenceStore();
        await reference.WriteAsync(Samples.Batch(events), _cancel);
        await using var left = new ClickHouseSessionWriter(_settings);
        await using var right = new ClickHouseSessionWriter(_settings);
        await using var reader = new ClickHouseSessionReader(_settings, Samples.Clock);
        await left.WriteAsync(Samples.Batch([]), _cancel);

        await Task.WhenAll(
            WriteAsync(left, events.Chunk(3)),
            WriteAsync(right, events.Chunk(5).Reverse())
        );

        await AssertSameAsync(reference, reader);
    }

    [Fact]
    public async Task What_another_collector_stored_unseen_at_earlier_positions_is_counted_once()
    {
        var story = Story().ToList();
        await using var reference = new ReferenceStore();
        await reference.WriteAsync(Samples.Batch(story), _cancel);
        await using var first = new ClickHouseSessionWriter(_settings);
        await using var reader = new ClickHouseSessionReader(_settings, Samples.Clock);
        await first.WriteAsync(Samples.Batch(story[..8]), _cancel);

        await OneBatch.StoreUnseenAsync(_settings, "s", story[..12], new Behind(), _cancel);

        Assert.Equal(12, (await reader.FindAsync("s", _cancel))!.Counts.Events);
        await first.WriteAsync(Samples.Batch(story[10..]), _cancel);
        await AssertSameAsync(reference, reader);
    }

    [Fact]
    public async Task A_position_taken_later_does_not_hide_what_an_earlier_tail_was_not_given()
    {
        await using var ahead = new ClickHouseSessionWriter(_settings);
        await using var behind = new ClickHouseSessionWriter(_settings, time: new Behind());
        await using var reader = new ClickHouseSessionReader(_settings);
        await ahead.WriteAsync(Samples.Batch([Samples.Begin("a")]), _cancel);
        var position = await reader.PositionAsync(_cancel);
        await behind.WriteAsync(Samples.Batch([Samples.Begin("b")]), _cancel);

        Assert.Equal(position, await reader.PositionAsync(_cancel));

        await using var tail = reader.FollowAsync(position, _cancel).GetAsyncEnumerator(_cancel);
        Assert.Equal(["b"], await NextAsync(tail));
    }

    [Fact]
    public async Task A_tail_misses_nothing_of_a_collector_whose_clock_is_an_hour_behind()
    {
        await using var ahead = new ClickHouseSessionWriter(_settings);
        await using var behind = new ClickHouseSessionWriter(_settings, time: new Behind());
        await using var reader = new ClickHouseSessionReader(_settings);
        await ahead.WriteAsync(Samples.Batch([Samples.Begin("a")]), _cancel);
        var seen = new List<string>();
        await using var tail = reader
            .FollowAsync(StorePosition.Start, _cancel)
            .GetAsyncEnumerator(_cancel);

        seen.AddRange(await NextAsync(tail));
        await behind.WriteAsync(Samples.Batch([Samples.Begin("b")]), _cancel);
        seen.AddRange(await NextAsync(tail));
        await ahead.WriteAsync(Samples.Batch([Samples.Begin("c")]), _cancel);
        seen.AddRange(await NextAsync(tail));

        Assert.Equal(["a", "b", "c"], seen);
    }

    [Fact]
    public async Task A_position_carried_to_another_reader_misses_nothing_that_landed_out_of_order()
    {
        await using var ahead = new ClickHouseSessionWriter(_settings);
        await using var behind = new ClickHouseSessionWriter(_settings, time: new Behind());
        await using var before = new ClickHouseSessionReader(_settings);
        await ahead.WriteAsync(Samples.Batch([Samples.Begin("a")]), _cancel);
        var position = await before.PositionAsync(_cancel);
        await behind.WriteAsync(Samples.Batch([Samples.Begin("b")]), _cancel);

        await using var after = new ClickHouseSessionReader(_settings);
        await using var tail = after.FollowAsync(position, _cancel).GetAsyncEnumerator(_cancel);

        Assert.Equal(["b"], await NextAsync(tail));
    }

    [Fact]
    public async Task What_a_killed_collector_stored_without_committing_is_taken_in_when_it_is_sent_again()
    {
        await using var killed = new ClickHouseSessionWriter(_settings);
        await using var other = new ClickHouseSessionWriter(_settings);
        await using var reader = new ClickHouseSessionReader(_settings);
        var story = Story().ToList();
        await killed.WriteAsync(Samples.Batch(story[..4]), _cancel);
        var position = await reader.PositionAsync(_cancel);
        await OneBatch.StoreRowsAsync(_settings, story[4..8], _cancel);

        await other.WriteAsync(Samples.Batch(story[4..8]), _cancel);

        await using var tail = reader.FollowAsync(position, _cancel).GetAsyncEnumerator(_cancel);
        Assert.True(await tail.MoveNextAsync());
        Assert.Equal(
            story[4..8]
                .Select(e => e.Id)
                .Order(Comparer<EventId>.Create((a, b) => a.Value.CompareTo(b.Value))),
            tail.Current.Select(s => s.Event.Id)
                .Order(Comparer<EventId>.Create((a, b) => a.Value.CompareTo(b.Value)))
        );
        Assert.Equal(8, (await reader.FindAsync("s", _cancel))!.Counts.Events);
        var page = await reader.EventsAsync(new EventQuery { SessionId = "s" }, _cancel);
        Assert.Equal(8, page.Items.Count);
    }

    private static IEnumerable<SessionEvent> Story()
    {
        yield return Samples.Begin("s");
        yield return Samples.PhaseStart("s", 1, "data_phase");
        for (var i = 1; i <= 16; i++)
        {
            yield return Samples.Beat("s", 2 * i, i, 10_000 + i * (i % 3 - 1));
            yield return Samples.Checkpoint("s", 2 * i + 0.5, $"check {i}");
        }

        yield return Samples.PhaseEnd("s", 40, "data_phase");
        yield return Samples.End("s", 41);
    }

    private async Task WriteAsync(ISessionWriter writer, IEnumerable<SessionEvent[]> batches)
    {
        foreach (var batch in batches)
        {
            await writer.WriteAsync(Samples.Batch(batch), _cancel);
        }
    }

    private async Task AssertSameAsync(ISessionReader expected, ISessionReader actual)
    {
        Assert.Equal(
            SessionFacts.Of(await expected.FindAsync("s", _cancel)),
            SessionFacts.Of(await actual.FindAsync("s", _cancel))
        );
        Assert.Equal(
            await SessionFacts.FeedAsync(expected, "s"),
            await SessionFacts.FeedAsync(actual, "s")
        );
        var list = await actual.ListAsync(new SessionQuery(), _cancel);
        Assert.Equal("s", Assert.Single(list.Items, one => one.Id != "between").Id);
    }

    private static async Task<IEnumerable<string>> NextAsync(
        IAsyncEnumerator<IReadOnlyList<StoredEvent>> tail
    )
    {
        Assert.True(await tail.MoveNextAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(60)));
        return tail.Current.Select(stored => stored.Event.SessionId).ToList();
    }

    private sealed class Behind : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() - TimeSpan.FromHours(1);
    }
}
