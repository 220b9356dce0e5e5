using Microsoft.Extensions.Time.Testing;
using Runner.Worker.Phases;

namespace Runner.Worker.Tests.Phases;

public sealed class PaceTests
{
    readonly FakeTimeProvider _time = new();

    [Fact]
    public void A_step_that_is_early_waits_out_its_time()
    {
        var pace = new Pace(TimeSpan.FromMilliseconds(300), _time);
        var step = pace.StepAsync(default);
        _time.Advance(TimeSpan.FromMilliseconds(299));
        Assert.False(step.IsCompleted);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.True(step.IsCompletedSuccessfully);
    }

    [Fact]
    public async Task Steps_shorter_than_a_timer_take_their_time_together()
    {
        var pace = new Pace(TimeSpan.FromMilliseconds(2), _time);
        var start = _time.GetTimestamp();
        for (var i = 0; i < 1000; i++)
        {
            var step = pace.StepAsync(default);
            if (!step.IsCompleted)
            {
                _time.Advance(TimeSpan.FromMilliseconds(16));
            }

            await step;
        }

        Assert.Equal(TimeSpan.FromSeconds(2), _time.GetElapsedTime(start));
    }

    [Fact]
    public void A_stall_is_not_made_up_for()
    {
        var pace = new Pace(TimeSpan.FromMilliseconds(100), _time);
        _time.Advance(TimeSpan.FromMinutes(2));
        Assert.False(pace.StepAsync(default).IsCompleted);
    }

    [Fact]
    public void Without_a_time_per_step_nothing_waits()
    {
        var pace = new Pace(TimeSpan.Zero, _time);
        Assert.All(
            Enumerable.Range(0, 1000),
            _ => Assert.True(pace.StepAsync(default).IsCompletedSuccessfully)
        );
    }

    [Fact]
    public async Task A_wait_ends_when_it_is_cancelled()
    {
        using var stop = new CancellationTokenSource();
        var step = new Pace(TimeSpan.FromHours(1), _time).StepAsync(stop.Token).AsTask();
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => step);
    }
}
