using Collector.Project;
using Collector.Tests.Hosting;
using Collector.Write;
using Sessions;

namespace Collector.Tests.Write;

/// <summary>Who waits is served in turn, and a large request takes as many commits as it needs.</summary>
public sealed class FairQueueTests
{
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
        Assert.True(await _queue.WaitAsync());

        var parts = Take(4_000);
        Assert.Contains(parts, part => part.Ticket == small && part.Count == 3);
        Assert.InRange(parts.Sum(part => part.Count), 3_000, 4_000);
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
    public async Task A_closed_queue_gives_out_what_waits_and_then_ends()
    {
        _queue.TryAdd(Ticket("a", 1));
        _queue.Close();

        Assert.False(_queue.TryAdd(Ticket("a", 1)));
        Assert.True(await _queue.WaitAsync());
        Take(10);
        Assert.False(await _queue.WaitAsync());
    }

    private List<WritePart> Take(int maxItems)
    {
        var parts = new List<WritePart>();
        _queue.TakeInto(parts, maxItems);
        return parts;
    }

    /// <summary>Four fifths events, one fifth points.</summary>
    private static WriteTicket Ticket(string sender, int items)
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

        return new WriteTicket(projection, sender, Given.Start, 0);
    }
}
