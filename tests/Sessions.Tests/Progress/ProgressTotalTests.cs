using Sessions.Contract;

namespace Sessions.Tests.Progress;

/// <summary><c>runner.progress.total</c> gives the progress of a phase an end.</summary>
public sealed class ProgressTotalTests
{
    [Fact]
    public void A_phase_knows_which_part_of_its_work_is_done()
    {
        var session = Copying(Step(10, 25, 100), Step(20, 40, 100));

        Assert.Equal(0.4, session.NamedPhases.Single().Done);
    }

    [Fact]
    public void Without_an_end_of_the_steps_no_part_is_known_and_more_steps_than_stated_are_all() =>
        Assert.Equal(
            (null, 1.0),
            (
                Copying(Step(10, 25, null)).NamedPhases.Single().Done,
                Copying(Step(10, 250, 100)).NamedPhases.Single().Done
            )
        );

    [Fact]
    public void The_next_run_of_a_phase_begins_without_steps()
    {
        var session = Copying(Step(10, 100, 100));
        session.Apply(Samples.PhaseEnd("s", 20, "copy"), null, Samples.Arrival);
        session.Apply(
            Samples.PhaseStart("s", 30, "copy") with
            {
                SpanId = "00000000000000aa",
            },
            null,
            Samples.Arrival
        );

        Assert.Null(session.NamedPhases.Single().Done);
    }

    [Fact]
    public void What_is_left_follows_from_the_steps_whatever_earlier_sessions_took()
    {
        var session = Copying(Step(30, 75, 100));
        var history = new RunnerHistory([new UsualDuration("copy", 5, 900, 1000)], null);

        var left = RemainingTime.Of(session, history, Samples.Arrival)!;
        var alone = RemainingTime.Of(session, RunnerHistory.Empty, Samples.Arrival);

        Assert.Equal(TimeSpan.FromSeconds(10), left.Likely);
        Assert.Null(alone);
    }

    [Fact]
    public void The_sentence_says_the_part_that_is_done()
    {
        var verdict = Verdict.Of(
            Copying(Step(30, 2, 3)),
            new VerdictContext { Now = Samples.Arrival.AddSeconds(1) }
        );

        Assert.Contains("66 % done", verdict.Sentence);
    }

    private static SessionState Copying(params SessionEvent[] steps)
    {
        var session = new SessionState { Id = "s" };
        foreach (
            var e in (SessionEvent[])
                [Samples.Begin("s"), Samples.PhaseStart("s", 0, "copy"), .. steps]
        )
        {
            session.Apply(e, null, Samples.Arrival);
        }

        return session;
    }

    private static SessionEvent Step(double at, long steps, long? total) =>
        Samples.Beat("s", at, (long)at, phase: "copy") with
        {
            Beat = new Beat((long)at, 2, steps) { ProgressTotal = total },
        };
}
