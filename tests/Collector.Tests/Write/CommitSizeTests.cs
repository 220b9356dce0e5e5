using Collector.Write;

namespace Collector.Tests.Write;

/// <summary>A commit holds up whoever comes meanwhile, so it takes as many items as are written in a short time.</summary>
public sealed class CommitSizeTests
{
    private const int Max = 10_000;

    [Theory]
    [InlineData(1, Max)]
    [InlineData(2, Max)]
    [InlineData(20, 1_000)]
    [InlineData(50, 400)]
    [InlineData(1_000, CommitSize.Least)]
    public void It_comes_to_what_is_written_in_time_whatever_an_item_costs(
        double microseconds,
        int expected
    )
    {
        var size = AmongLightSenders();
        for (var i = 0; i < 50; i++)
        {
            size.Learn(size.Items, microseconds / 1000 * size.Items * Millisecond);
        }

        Assert.InRange(size.Items, expected / 2, expected);
    }

    [Fact]
    public void It_grows_again_when_items_cost_less()
    {
        var size = AmongLightSenders();
        for (var i = 0; i < 20; i++)
        {
            size.Learn(size.Items, 200 * Millisecond);
        }

        Assert.Equal(CommitSize.Least, size.Items);
        for (var i = 0; i < 20; i++)
        {
            size.Learn(size.Items, Millisecond);
        }

        Assert.Equal(Max, size.Items);
    }

    [Fact]
    public void A_slow_commit_of_few_items_and_a_quick_one_that_was_not_full_say_nothing()
    {
        var size = AmongLightSenders();
        size.Learn(20, 500 * Millisecond);
        Assert.Equal(Max, size.Items);

        size.Learn(Max, 30 * Millisecond);
        var smaller = size.Items;
        Assert.InRange(smaller, Max / 2, Max - 1);
        size.Learn(20, Millisecond);
        Assert.Equal(smaller, size.Items);
    }

    [Fact]
    public void One_slow_commit_halves_it_at_most()
    {
        var size = new CommitSize(Max);
        size.Learn(Max, 5_000 * Millisecond);
        Assert.Equal(Max / 2, size.Items);
    }

    [Fact]
    public void It_is_larger_while_all_send_much_and_small_at_once_when_one_comes_that_sends_little()
    {
        var size = new CommitSize(Max);
        for (var i = 0; i < 50; i++)
        {
            size.Take(fromLightSender: false);
            size.Learn(size.Items, 0.05 * size.Items * Millisecond);
        }

        Assert.InRange(size.Items, 1_000, 2_000);
        size.Take(fromLightSender: true);
        Assert.InRange(size.Items, CommitSize.Least, 400);
        for (var i = 0; i < CommitSize.ShortCommits; i++)
        {
            Assert.InRange(size.Items, CommitSize.Least, 400);
            size.Take(fromLightSender: false);
        }

        Assert.InRange(size.Items, 1_000, 2_000);
    }

    private static CommitSize AmongLightSenders()
    {
        var size = new CommitSize(Max);
        size.Take(fromLightSender: true);
        return size;
    }

    private static TimeSpan Millisecond => TimeSpan.FromMilliseconds(1);
}
