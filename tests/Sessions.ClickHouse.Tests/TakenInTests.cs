using Sessions.ClickHouse.Rows;

namespace Sessions.ClickHouse.Tests;

/// <summary>What a writer need not look for in the store.</summary>
public sealed class TakenInTests
{
    [Fact]
    public void A_beat_above_the_highest_is_new_and_one_below_may_be_taken_in()
    {
        var taken = new TakenIn(highestBeat: 7, isWhole: true);
        taken.Add(9);
        Assert.Equal([true, true, true, false], new long[] { 3, 8, 9, 10 }.Select(taken.MayHave));
    }

    [Fact]
    public void Another_event_is_new_until_it_is_said_where_all_are_said()
    {
        var taken = new TakenIn(highestBeat: 0, isWhole: true);
        Assert.False(taken.MayHave(-5));
        taken.Add(-5);
        Assert.True(taken.MayHave(-5));
        Assert.Equal(1, taken.Count);
    }

    [Fact]
    public void What_was_forgotten_or_never_said_may_be_taken_in()
    {
        var taken = new TakenIn(highestBeat: 0, isWhole: true);
        taken.Add(-5);
        taken.Add(4);
        taken.Forget();
        Assert.True(taken.MayHave(-6));
        Assert.False(taken.MayHave(5));
        Assert.Equal(0, taken.Count);
        Assert.True(new TakenIn(highestBeat: 0, isWhole: false).MayHave(-6));
    }
}
