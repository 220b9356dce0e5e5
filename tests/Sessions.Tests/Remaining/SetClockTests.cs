using FsCheck;
using FsCheck.Fluent;
using static Sessions.Tests.ScriptedRunner;

namespace Sessions.Tests.Remaining;

/// <summary>A runner's clock that is set in mid-session, forward or back: what something took is what passed meanwhile.</summary>
public sealed class SetClockTests
{
    private static readonly VerdictKind[] Healthy = [VerdictKind.Running];

    [Theory]
    [InlineData(-3600, false)]
    [InlineData(3600, false)]
    [InlineData(-40, false)]
    [InlineData(90_000, false)]
    [InlineData(-3600, true)]
    [InlineData(3600, true)]
    public void Session_phase_and_run_take_what_passed(double by, bool hasEnded)
    {
        var runner = new ScriptedRunner { Phase = "data" }
            .At(0)
            .Start()
            .Run(1)
            .PhaseStart(0);
        runner.At(5).Beats(1, 8, 5, n => n);
        runner.Skew = TimeSpan.FromSeconds(by);
        // The clock was set after the beat at 40 s.
        runner.At(45).Beats(9, 12, 5, n => n).At(62).PhaseEnd();
        runner.Phase = "trade";
        runner.At(63).Run(2).PhaseStart(1).At(65).Beats(13, 20, 5, n => n);
        if (hasEnded)
        {
            runner.At(110).PhaseEnd().At(111).End();
        }

        var present = Present(runner, 111);
        Assert.Equal(111, runner.Session.Runtime(present).TotalSeconds, 3);
        Assert.Equal(62, Elapsed(runner, "data", present), 3);
        Assert.Equal(hasEnded ? 47 : 48, Elapsed(runner, "trade", present), 3);
        Assert.Equal(hasEnded, runner.Session.HasEnded);
        Assert.Equal(20, runner.Session.NamedPhases.Last().Progress?.Value);
        Assert.Equal(
            hasEnded ? VerdictKind.Success : VerdictKind.Running,
            runner.VerdictAt(111).Kind
        );
    }

    [Fact]
    public void Work_after_a_clock_was_set_back_is_work()
    {
        var runner = new ScriptedRunner().At(0).Start().PhaseStart(0).At(5).Beats(1, 8, 5, n => n);
        runner.Skew = TimeSpan.FromHours(-2);
        runner.At(45).Beats(9, 60, 5, n => n);

        Assert.Equal(VerdictKind.Running, runner.VerdictAt(301).Kind);
        Assert.Equal(60, runner.Session.NamedPhases.Single().Progress?.Value);
    }

    [Fact]
    public void A_phase_that_begins_between_the_step_and_the_next_beat_is_timed_by_the_clock_as_it_was_set()
    {
        var runner = new ScriptedRunner { Phase = "data" }
            .At(0)
            .Start()
            .Run(1)
            .PhaseStart(0);
        runner.At(5).Beats(1, 4, 5, n => n);
        runner.Skew = TimeSpan.FromMinutes(-30);
        runner.At(21).PhaseEnd();
        runner.Phase = "trade";
        runner.At(22).Run(2).PhaseStart(1).At(25).Beats(5, 10, 5, n => n);

        var present = Present(runner, 52);
        Assert.Equal(30, Elapsed(runner, "trade", present), 3);
        Assert.Equal(21, Elapsed(runner, "data", present), 3);
    }

    [Fact]
    public void An_end_that_is_told_by_a_steady_clock_is_not_corrected()
    {
        var runner = new ScriptedRunner().At(0).Start().Run(1).PhaseStart(0);
        runner.At(5).Beats(1, 8, 5, n => n);
        runner.Skew = TimeSpan.FromHours(1);
        runner.At(45).Beats(9, 20, 5, n => n);
        // Most libraries count a span's end from its start.
        runner.Skew = TimeSpan.Zero;
        runner.At(101).PhaseEnd().At(102).End();

        Assert.Equal(101, Elapsed(runner, "api_phase", Present(runner, 200)), 3);
        Assert.Equal(102, runner.Session.Runtime(Present(runner, 200)).TotalSeconds, 3);
    }

    [Fact]
    public void What_ends_before_it_started_took_what_passed_even_without_any_beat()
    {
        var runner = new ScriptedRunner().At(0).Start().Run(1).At(1).PhaseStart(0);
        runner.Skew = TimeSpan.FromMinutes(-20);
        runner.At(90).PhaseEnd().At(92).End();

        Assert.Equal(89, Elapsed(runner, "api_phase", Present(runner, 200)), 3);
        Assert.Equal(92, runner.Session.Runtime(Present(runner, 200)).TotalSeconds, 3);
    }

    [Theory]
    [InlineData(30)]
    [InlineData(3600)]
    public void Beats_that_were_held_back_and_a_pause_of_the_machine_are_no_step(double seconds)
    {
        var late = new ScriptedRunner().At(0).Start().PhaseStart(0).At(5).Beats(1, 8, 5, n => n);
        // Sent in time, and all of them heard at once.
        for (var beat = 9; beat <= 20; beat++)
        {
            var stamped = Noon.AddSeconds(5 * beat);
            late.At(40 + seconds)
                .Signal(
                    EventType.Heartbeat,
                    e => e with { Beat = new Beat(beat, 5, beat), Timestamp = stamped }
                );
        }

        var asleep = new ScriptedRunner().At(0).Start().PhaseStart(0).At(5).Beats(1, 8, 5, n => n);
        asleep.At(40 + seconds).Beats(9, 20, 5, n => n);

        // Held back with a pause in the middle, by a runner that beats faster than is noticed.
        var both = new ScriptedRunner { Interval = 0.5 }
            .At(0)
            .Start()
            .PhaseStart(0);
        for (var beat = 1; beat <= 20; beat++)
        {
            var stamped = Noon.AddSeconds(beat / 2.0 + (beat > 10 ? seconds : 0));
            both.At(seconds + 30 + beat / 1000.0)
                .Signal(
                    EventType.Heartbeat,
                    e => e with { Beat = new Beat(beat, 0.5, beat), Timestamp = stamped }
                );
        }

        Assert.Empty(both.Session.Liveness.ClockSets);
        Assert.Empty(late.Session.Liveness.ClockSets);
        Assert.Empty(asleep.Session.Liveness.ClockSets);
    }

    [Fact]
    public void However_often_the_clock_is_set_durations_are_what_passed() =>
        Check.One(
            Config.QuickThrowOnFailure,
            Prop.ForAll(
                Arb.From(
                    Gen.ArrayOf(
                        from beats in Gen.Choose(3, 6)
                        from step in Gen.Elements(-7200, -61, 0, 0, 45, 86_400)
                        from starts in Gen.Elements(false, true)
                        select (Beats: beats, By: step, Starts: starts)
                    )
                ),
                steps =>
                {
                    var runner = new ScriptedRunner { Phase = "p" }
                        .At(0)
                        .Start()
                        .Run(1)
                        .PhaseStart();
                    var (now, beat, run, began, earlier) = (0, 0L, 1, 0, 0);
                    foreach (var (beats, by, starts) in steps.Take(8))
                    {
                        for (var i = 0; i < beats; i++)
                        {
                            now += 5;
                            runner.At(now).Beat(++beat, beat);
                        }

                        if (starts)
                        {
                            // Ticks of a beat's timer go on from phase to phase.
                            runner.At(now + 1).PhaseEnd();
                            earlier += now + 1 - began;
                            began = now + 2;
                            runner.At(began).Run(++run).PhaseStart();
                        }

                        runner.Skew += TimeSpan.FromSeconds(by);
                    }

                    now += 5;
                    runner.At(now).Beat(++beat, beat);
                    var present = Present(runner, now + 2);
                    Assert.Equal(now + 2, runner.Session.Runtime(present).TotalSeconds, 3);
                    Assert.Equal(earlier + now + 2 - began, Elapsed(runner, "p", present), 3);
                    Assert.Contains(runner.VerdictAt(now + 2).Kind, Healthy);
                }
            )
        );

    private static DateTimeOffset Present(ScriptedRunner runner, double seconds) =>
        SessionClock
            .Of(runner.Session, runner.VerdictAt(seconds), Noon.AddSeconds(seconds))
            .Present;

    private static double Elapsed(ScriptedRunner runner, string phase, DateTimeOffset present) =>
        runner
            .Session.NamedPhases.Single(p => p.Name == phase)
            .Elapsed(present)!
            .Value.TotalSeconds;
}
