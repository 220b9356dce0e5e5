using Microsoft.Extensions.Time.Testing;
using Runner.Worker.Broker;
using Runner.Worker.Phases;
using Runner.Worker.Settings;

namespace Runner.Worker.Tests.Phases;

/// <summary>Attempts at a step that fails for a passing reason.</summary>
public sealed class RetriesTests
{
    readonly FakeTimeProvider _time = new() { AutoAdvanceAmount = TimeSpan.Zero };

    [Fact]
    public async Task By_default_there_are_three_a_second_and_two_apart_give_or_take()
    {
        await using var recorded = new RecordedPhase(_time);
        var tries = await FailAsync(recorded, new RetrySettings());
        Assert.Equal(3, tries);
        var told = recorded.Named("runner.autocorrect").ToList();
        Assert.Equal([1, 2, 3], told.Select(a => a["runner.retry.attempt"]));
        Assert.All(told, a => Assert.Equal(3, a["runner.retry.max"]));
        Assert.All(told, a => Assert.Equal("busy", a["runner.retry.reason"]));
        Assert.Equal(
            ["retrying", "retrying", "failed"],
            told.Select(a => a["runner.retry.result"])
        );
        // Jitter spreads them; it does not let them grow beyond the next step of the ladder.
        Assert.InRange((double)told[0]["runner.retry.delay"]!, 0, 4);
        Assert.InRange((double)told[1]["runner.retry.delay"]!, 0, 8);
        Assert.Equal(0.0, told[2]["runner.retry.delay"]);
    }

    [Fact]
    public async Task No_delay_is_longer_than_half_a_minute_by_default()
    {
        await using var recorded = new RecordedPhase(_time);
        var tries = await FailAsync(recorded, new RetrySettings { Attempts = 20 });
        Assert.Equal(20, tries);
        var delays = recorded
            .Named("runner.autocorrect")
            .Select(a => (double)a["runner.retry.delay"]!)
            .ToList();
        Assert.InRange(delays.Max(), 15, 30);
        Assert.Equal(delays.Count - 1, delays.Take(delays.Count - 1).Count(d => d > 0));
    }

    [Fact]
    public async Task What_will_not_pass_is_not_tried_again()
    {
        await using var recorded = new RecordedPhase(_time);
        var tries = 0;
        await Assert.ThrowsAsync<InvalidDataException>(() =>
            new Retries(recorded.Phase, new RetrySettings(), _time).RunAsync(
                () =>
                {
                    tries++;
                    throw new InvalidDataException("bad for good");
                },
                TestContext.Current.CancellationToken
            )
        );
        Assert.Equal(1, tries);
        Assert.Empty(recorded.Named("runner.autocorrect"));
    }

    /// <returns>How often it was tried.</returns>
    async Task<int> FailAsync(RecordedPhase recorded, RetrySettings settings)
    {
        var tries = 0;
        var running = new Retries(recorded.Phase, settings, _time).RunAsync(
            () =>
            {
                tries++;
                throw new BrokerBusyException("busy");
            },
            TestContext.Current.CancellationToken
        );
        while (!running.IsCompleted)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        await Assert.ThrowsAsync<BrokerBusyException>(() => running);
        return tries;
    }
}
