using Collector.Receive;
using Microsoft.Extensions.Time.Testing;

namespace Collector.Tests.Receive;

/// <summary>The bytes of all requests are bounded, and slow ones cannot keep quick ones out.</summary>
public sealed class ByteBudgetTests
{
    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public void Beyond_the_limit_a_request_is_refused_until_bytes_come_back()
    {
        var budget = new ByteBudget(100, clock: _clock);
        var first = budget.Open("a");
        using var second = budget.Open("b");
        first.Take(80);

        Assert.Throws<RefusedException>(() => second.Take(21));
        first.Dispose();
        second.Take(100);
        Assert.Equal(100, budget.Used);
    }

    [Fact]
    public void One_connection_cannot_take_all()
    {
        var budget = new ByteBudget(100, 60, _clock);
        using var first = budget.Open("a");
        using var second = budget.Open("a");
        using var other = budget.Open("b");
        first.Take(50);

        Assert.Throws<RefusedException>(() => second.Take(11));
        other.Take(50);
    }

    [Fact]
    public void Some_room_is_kept_for_who_needs_little()
    {
        var budget = new ByteBudget(1_000, 600, _clock, reserve: 160);
        using var first = budget.Open("a");
        using var second = budget.Open("b");
        using var third = budget.Open("c");
        using var little = budget.Open("d");
        first.Take(600);
        second.Take(240);

        Assert.Throws<RefusedException>(() => third.Take(100));
        little.Take(20);
        Assert.Throws<RefusedException>(() => little.Take(1));
        Assert.Equal(860, budget.Used);
    }

    [Fact]
    public void The_request_that_has_been_arriving_longest_makes_room()
    {
        var budget = new ByteBudget(100, clock: _clock);
        using var slowest = budget.Open("a");
        using var slow = budget.Open("b");
        using var quick = budget.Open("c");
        using var end = new CancellationTokenSource();
        using var other = new CancellationTokenSource();
        slowest.Arriving(end);
        slowest.Take(60);
        _clock.Advance(ByteBudget.Grace);
        slow.Arriving(other);
        slow.Take(40);

        quick.Take(50);

        Assert.True(slowest.IsRevoked && end.IsCancellationRequested);
        Assert.False(slow.IsRevoked || other.IsCancellationRequested);
        Assert.Equal(90, budget.Used);
        Assert.Throws<RefusedException>(() => slowest.Take(1));
        slowest.Dispose();
        Assert.Equal(90, budget.Used);
    }

    [Fact]
    public void A_request_that_arrives_in_time_is_never_the_one_to_go()
    {
        var budget = new ByteBudget(100, clock: _clock);
        using var arriving = budget.Open("a");
        using var arrived = budget.Open("b");
        using var next = budget.Open("c");
        using var end = new CancellationTokenSource();
        arrived.Arriving(end);
        arrived.Take(50);
        arrived.Arrived();
        _clock.Advance(ByteBudget.Grace);
        arriving.Arriving(end);
        arriving.Take(50);

        Assert.Throws<RefusedException>(() => next.Take(1));
        Assert.False(arriving.IsRevoked || arrived.IsRevoked);
    }
}
