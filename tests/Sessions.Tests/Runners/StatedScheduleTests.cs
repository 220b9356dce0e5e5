namespace Sessions.Tests.Runners;

/// <summary>When sessions of a stated schedule are due, and from when on they are overdue.</summary>
public sealed class StatedScheduleTests
{
    // cron, zone, last start (wall clock of the zone), due (UTC).
    public static TheoryData<string, string, string, string> Due =>
        new()
        {
            { "0 2 * * *", "UTC", "2026-11-29 02:00:04", "2026-11-30 02:00" },
            { "0 2 * * *", "Europe/Berlin", "2026-11-29 02:00:04", "2026-11-30 01:00" },
            { "0 2 * * *", "America/New_York", "2026-11-29 02:00:04", "2026-11-30 07:00" },
            { "30 5 * * *", "Asia/Kolkata", "2026-11-29 05:30:00", "2026-11-30 00:00" },
            { "0 7 * * *", "Australia/Lord_Howe", "2026-11-29 07:00", "2026-11-29 20:00" },
            // To summer time: 02:30 does not exist in Berlin on 29 March and falls on 03:00.
            { "30 2 * * *", "Europe/Berlin", "2026-03-28 02:30", "2026-03-29 01:00" },
            { "30 2 * * *", "Europe/Berlin", "2026-03-29 03:00", "2026-03-30 00:30" },
            { "0 3 * * *", "Europe/Berlin", "2026-03-28 03:00", "2026-03-29 01:00" },
            { "30 2 * * *", "America/New_York", "2026-03-07 02:30", "2026-03-08 07:00" },
            // From summer time: 02:30 comes twice in Berlin on 25 October, and is due once.
            { "30 2 * * *", "Europe/Berlin", "2026-10-24 02:30", "2026-10-25 00:30" },
            { "0 6 * * *", "Europe/Berlin", "2026-10-24 06:00", "2026-10-25 05:00" },
            { "30 1 * * *", "America/New_York", "2026-10-31 01:30", "2026-11-01 05:30" },
            // Hours go on in both changes.
            { "0 * * * *", "Europe/Berlin", "2026-03-29 01:00", "2026-03-29 01:00" },
            { "0 * * * *", "America/New_York", "2026-03-08 01:00", "2026-03-08 07:00" },
            // Fridays and the ends of months.
            { "0 7 * * 1-5", "Europe/Berlin", "2026-11-27 07:00", "2026-11-30 06:00" },
            { "15 4 1 * *", "UTC", "2026-11-01 04:15", "2026-12-01 04:15" },
            { "0 0 29 2 *", "UTC", "2024-02-29 00:00", "2028-02-29 00:00" },
            // A little before its time is on time.
            { "0 2 * * *", "UTC", "2026-11-29 01:59:58", "2026-11-30 02:00" },
        };

    [Theory]
    [MemberData(nameof(Due))]
    public void The_next_session_is_due_by_the_clock_of_the_stated_zone(
        string cron,
        string zone,
        string last,
        string due
    )
    {
        var runs = new Runs { Schedule = new Schedule(cron, zone, null, 60) }.Run(
            Runs.In(zone, last),
            minutes: 0.1
        );
        var at = Runs.Utc(due);

        Assert.Equal(at, runs.At(at.AddSeconds(-1)).NextDue);
        Assert.Equal(RunnerState.Idle, runs.At(at.AddSeconds(59)).State);
        var late = runs.At(at.AddSeconds(61));
        Assert.Equal((RunnerState.Overdue, at), (late.State, late.NextDue));
    }

    [Fact]
    public void The_second_pass_of_an_hour_is_not_due_again()
    {
        var runs = new Runs
        {
            Schedule = new Schedule("30 2 * * *", "Europe/Berlin", null, 60),
        }.Run(Runs.Utc("2026-10-25 00:30"), 1);

        Assert.Equal(RunnerState.Idle, runs.At(Runs.Utc("2026-10-25 01:45")).State);
        Assert.Equal(Runs.Utc("2026-10-26 01:30"), runs.At(Runs.Utc("2026-10-25 01:45")).NextDue);
    }

    [Theory]
    [InlineData(600, null, 659, RunnerState.Idle)]
    [InlineData(600, null, 661, RunnerState.Overdue)]
    [InlineData(600, 5.0, 606, RunnerState.Overdue)]
    [InlineData(600, 0.0, 601, RunnerState.Overdue)]
    [InlineData(86400, null, 87299, RunnerState.Idle)]
    [InlineData(86400, null, 87301, RunnerState.Overdue)]
    [InlineData(-5, null, 9999, RunnerState.Idle)]
    [InlineData(double.NaN, null, 9999, RunnerState.Idle)]
    [InlineData(1e300, null, 9999, RunnerState.Idle)]
    public void An_interval_counts_from_the_last_start(
        double interval,
        double? grace,
        double seconds,
        RunnerState expected
    )
    {
        var start = Runs.Utc("2026-11-29 12:00:07");
        var runs = new Runs { Schedule = new Schedule(null, null, interval, grace) }.Run(start, 1);

        Assert.Equal(expected, runs.At(start.AddSeconds(seconds)).State);
    }

    [Theory]
    [InlineData("often", "UTC", "is not a cron expression of five fields")]
    [InlineData("0 0 2 * * *", "UTC", "is not a cron expression of five fields")]
    [InlineData("0 2 * * *", "Mars/Olympus", "The time zone \"Mars/Olympus\"")]
    public void A_schedule_that_cannot_be_used_is_said_and_makes_nobody_overdue(
        string cron,
        string zone,
        string problem
    )
    {
        var runs = new Runs { Schedule = new Schedule(cron, zone, null, null) }.Run(
            Runs.Utc("2026-11-20 02:00")
        );

        var status = runs.At(Runs.Utc("2026-11-23 02:00"));

        Assert.Equal(RunnerState.Idle, status.State);
        Assert.Contains(problem, status.ScheduleProblem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_schedule_that_never_comes_is_never_due() =>
        Assert.Null(
            new Runs { Schedule = new Schedule("0 0 30 2 *", null, null, null) }
                .Run(Runs.Utc("2026-11-20 02:00"))
                .At(Runs.Utc("2026-11-23 02:00"))
                .NextDue
        );

    [Theory]
    [InlineData(3)]
    [InlineData(-3)]
    public void The_clock_of_a_runner_may_be_hours_off(double hours)
    {
        // Its own clock says 02:00, the collector's something else; beats show that it was seen live.
        var skew = TimeSpan.FromHours(hours);
        var runner = new ScriptedRunner { Skew = skew }.At(0);
        runner.Signal(
            EventType.RunnerStart,
            e =>
                e with
                {
                    Session = new SessionHeader
                    {
                        RunnerName = "r",
                        Schedule = new Schedule(null, null, 3600, 60),
                    },
                }
        );
        runner.PhaseStart().Beats(1, 5, 5, n => n).At(25).End();
        var sessions = RunnerSessions.Of("r", [runner.Session])!;

        Assert.Equal(RunnerState.Idle, StateAt(3650));
        Assert.Equal(RunnerState.Overdue, StateAt(3661));

        RunnerState StateAt(double seconds) =>
            RunnerStatus
                .Of(sessions, new VerdictContext { Now = ScriptedRunner.Noon.AddSeconds(seconds) })
                .State;
    }
}
