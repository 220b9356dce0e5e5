using Collector.Project;
using Collector.Tests.Hosting;
using Collector.Write;
using Sessions;

namespace Collector.Tests.Write;

/// <summary>Who waits is served in turn, and a large request takes as many commits as it needs.</summary>
public sealed class FairQueueTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);
    private readonly FairQueue _queue = new();

    [Fact]
    public async Task A_small_request_goes_into_the_next_commit_however_much_another_has_waiting()
    {
        for (var i = 0; i < 10; i++)
        {
            _queue.TryAdd(Ticket("noisy", 5_000));
        }

        var small = Ticket("quiet", 3);
        _queue.TryAdd(small);
        Assert.True(await _queue.WaitAsync().WaitAsync(Deadline));

        var parts = Take(4_000);
        Assert.Contains(parts, part => part.Ticket == small && part.Count == 3);
        Assert.InRange(parts.Sum(part => part.Count), 3_000, 4_000);
    }

    [Fact]
    public void Who_asks_for_little_is_next_however_many_others_ask_for_much()
    {
        for (var i = 0; i < 300; i++)
        {
            _queue.TryAdd(Ticket($"noisy {i}", 5_000));
        }

        Take(10_000);
        for (var round = 0; round < 20; round++)
        {
            var small = Ticket("quiet", 20);
            _queue.TryAdd(small);
            Assert.Contains(Take(1_000), part => part.Ticket == small && part.Count == 20);
        }
    }

    [Fact]
    public void Who_sends_the_next_request_as_soon_as_one_is_answered_has_no_more_than_the_others()
    {
        var given = new Dictionary<string, int>
        {
            ["one"] = 0,
            ["two"] = 0,
            ["three"] = 0,
        };
        // One keeps a single request waiting, two keeps many, three sends small ones.
        _queue.TryAdd(Ticket("one", 1_000));
        for (var i = 0; i < 20; i++)
        {
            _queue.TryAdd(Ticket("two", 1_000));
            _queue.TryAdd(Ticket("three", 400));
        }

        for (var commit = 0; commit < 30; commit++)
        {
            foreach (var part in Take(500))
            {
                given[part.Ticket.Sender] += part.Count;
                if (part.Ticket.Sender == "one" && part.From + part.Count == 1_000)
                {
                    _queue.TryAdd(Ticket("one", 1_000));
                }
            }
        }

        Assert.All(given.Values, items => Assert.InRange(items, 4_000, 6_000));
    }

    [Fact]
    public void Who_comes_back_after_a_pause_has_no_credit()
    {
        var early = Ticket("paused", 1);
        _queue.TryAdd(early);
        for (var i = 0; i < 100; i++)
        {
            _queue.TryAdd(Ticket("steady", 1_000));
        }

        Take(50_000);
        for (var i = 0; i < 50; i++)
        {
            _queue.TryAdd(Ticket("paused", 1_000));
        }

        var given = Take(10_000).ToLookup(part => part.Ticket.Sender, part => part.Count);
        Assert.InRange(given["paused"].Sum(), 4_000, 6_000);
    }

    [Fact]
    public void Connections_that_are_gone_leave_nothing_behind()
    {
        for (var i = 0; i < 10_000; i++)
        {
            _queue.TryAdd(Ticket($"once {i}", 2));
            Take(1_000);
        }

        Assert.InRange(_queue.Lines, 0, 200);
    }

    [Fact]
    public async Task A_large_request_is_answered_after_the_last_of_its_parts()
    {
        var large = Ticket("a", 2_500);
        _queue.TryAdd(large);
        var batch = new WriteBatch { ArrivedAt = default };
        var parts = new List<WritePart>();
        while (parts.Sum(part => part.Count) < 2_500)
        {
            Assert.False(large.Committed.IsCompleted);
            parts.AddRange(Take(1_000));
        }

        foreach (var (ticket, from, count) in parts)
        {
            ticket.CopyTo(batch, from, count);
        }

        Assert.Equal(2_000, batch.Events.Count);
        Assert.Equal(2_000, batch.Events.Select(e => e.Timestamp).Distinct().Count());
        Assert.Equal(
            Enumerable.Range(0, 500).Select(i => (double)i),
            batch.Points.Select(point => point.Value)
        );
        parts.ForEach(part => part.Ticket.EndPart());
        Assert.Equal(0, (await large.Committed).Items);
    }

    [Fact]
    public async Task A_request_that_failed_is_answered_when_no_part_of_it_is_under_way()
    {
        var large = Ticket("a", 3_000);
        _queue.TryAdd(large);
        var (first, second) = (Take(1_000), Take(1_000));

        large.Fail(new StoreUnavailableException("away"));
        first.ForEach(part => part.Ticket.EndPart());
        Assert.False(large.Committed.IsCompleted);
        second.ForEach(part => part.Ticket.EndPart());
        var rest = Take(1_000);
        Assert.Equal(0, rest.Sum(part => part.Count));
        rest.ForEach(part => part.Ticket.EndPart());

        await Assert.ThrowsAsync<StoreUnavailableException>(() => large.Committed);
    }

    [Fact]
    public void Items_with_long_texts_are_taken_a_few_at_a_time()
    {
        var large = Ticket("large", 80, bytes: 16 * 1024 * 1024);
        _queue.TryAdd(large);
        var taken = 0;
        for (var commits = 1; taken < 80; commits++)
        {
            Assert.InRange(commits, 1, 80);
            var parts = Take(250);
            // Each of the items came with 200 KB, as much as some fifty without long texts.
            Assert.InRange(parts.Sum(part => part.Count), 1, 5);
            taken += parts.Sum(part => part.Count);
        }
    }

    [Fact]
    public void It_says_whether_a_connection_that_sends_little_is_among_those_served()
    {
        _queue.TryAdd(Ticket("noisy", 5_000));
        Assert.False(_queue.TakeInto([], 4_900));
        // What is left of a large request is little, but its sender does not send little.
        Assert.False(_queue.TakeInto([], 4_900));

        _queue.TryAdd(Ticket("noisy", 5_000));
        _queue.TryAdd(Ticket("quiet", 20));
        Assert.True(_queue.TakeInto([], 4_900));

        _queue.TryAdd(new WriteTicket(null, "", Given.Start, 0));
        Assert.False(_queue.TakeInto([], 4_900));
    }

    [Fact]
    public void An_item_that_costs_more_than_a_commit_is_taken_nevertheless()
    {
        _queue.TryAdd(Ticket("large", 2, bytes: 16 * 1024 * 1024));

        Assert.Equal(1, Take(250).Sum(part => part.Count));
        Assert.Equal(1, Take(250).Sum(part => part.Count));
        Assert.Empty(Take(250));
    }

    [Fact]
    public async Task A_closed_queue_gives_out_what_waits_and_then_ends()
    {
        _queue.TryAdd(Ticket("a", 1));
        _queue.Close();

        Assert.False(_queue.TryAdd(Ticket("a", 1)));
        Assert.True(await _queue.WaitAsync().WaitAsync(Deadline));
        Take(10);
        Assert.False(await _queue.WaitAsync().WaitAsync(Deadline));
    }

    private List<WritePart> Take(int maxItems)
    {
        var parts = new List<WritePart>();
        _queue.TakeInto(parts, maxItems);
        return parts;
    }

    /// <summary>Four fifths events, one fifth points.</summary>
    private static WriteTicket Ticket(string sender, int items, int bytes = 0)
    {
        var projection = new Projection();
        for (var i = 0; i < items; i++)
        {
            if (i < items - items / 5)
            {
                projection.Events.Add(
                    new SessionEvent
                    {
                        SessionId = Given.Session,
                        Timestamp = Given.Start.AddSeconds(i),
                        Type = EventType.Error,
                    }
                );
            }
            else
            {
                projection.Points.Add(
                    new GaugePoint(
                        Given.Session,
                        null,
                        Given.Start,
                        GaugeMetric.Equity,
                        projection.Points.Count
                    )
                );
            }
        }

        return new WriteTicket(projection, sender, Given.Start, 0, bytes);
    }
}
