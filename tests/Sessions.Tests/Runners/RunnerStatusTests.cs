namespace Sessions.Tests.Runners;

/// <summary>A runner's state, its sentence, and what its sessions add up to.</summary>
public sealed class RunnerStatusTests
{
    private static readonly Schedule Nightly = new("0 2 * * *", null, null, null);

    private static Runs Nights(int count = 5, Schedule? schedule = null) =>
        new Runs { Schedule = schedule ?? Nightly }.Run(
            Enumerable
                .Range(0, count)
                .Select(day => Runs.Utc("2026-11-29 02:00:04").AddDays(day + 1 - count)),
            minutes: 41
        );

    private static HearingPeriod Heard(string since, string? until) =>
        new(Runs.Utc(since), until is null ? null : Runs.Utc(until));

    [Fact]
    public void An_overdue_runner_says_when_it_was_due_and_when_it_last_started()
    {
        var status = Nights().At(Runs.Utc("2026-11-30 08:00"));

        Assert.Equal(RunnerState.Overdue, status.State);
        Assert.Equal(
            "Nightly-backup is overdue: due at 02:00, last started yesterday 02:00.",
            status.SentenceIn(TimeZoneInfo.Utc)
        );
        Assert.Equal(
            "Nightly-backup is overdue: due at 02:00, last started yesterday 02:00 (UTC).",
            status.Sentence
        );
        Assert.False(status.IsHealthy);
        Assert.Equal(Runs.Utc("2026-11-30 02:00"), status.Since);
    }

    [Fact]
    public void Times_are_those_of_the_stated_zone()
    {
        var runs = Nights(schedule: new Schedule("0 3 * * *", "Europe/Berlin", null, null));

        Assert.Equal(
            "Nightly-backup is overdue: due yesterday 03:00, last started on 29 Nov 03:00 (Europe/Berlin).",
            runs.At(Runs.Utc("2026-12-01 00:30")).Sentence
        );
    }

    [Fact]
    public void A_session_that_starts_clears_it()
    {
        var runs = Nights().Run(Runs.Utc("2026-11-30 05:00"), minutes: null);

        var status = runs.At(Runs.Utc("2026-11-30 05:01"));

        Assert.Equal(RunnerState.Running, status.State);
        Assert.Equal(Runs.Utc("2026-12-01 02:00"), status.NextDue);
    }

    [Fact]
    public void A_session_that_still_runs_is_not_overdue() =>
        Assert.Equal(
            RunnerState.Running,
            new Runs { Schedule = new Schedule(null, null, 60, 0) }
                .Run(Runs.Utc("2026-11-30 02:00"), minutes: null)
                .At(Runs.Utc("2026-11-30 02:08"))
                .State
        );

    // When the collector could hear, and what a runner due at 02:00 (grace 15 min, sessions of 41 min) is at 08:00.
    public static TheoryData<string, HearingPeriod[], RunnerState> Hearing =>
        new()
        {
            { "all the time", [Heard("2026-11-20 00:00", null)], RunnerState.Overdue },
            {
                "away over the due time",
                [
                    Heard("2026-11-20 00:00", "2026-11-30 01:00"),
                    Heard("2026-11-30 03:00", "2026-11-30 08:00"),
                ],
                RunnerState.Idle
            },
            {
                "away at the end of the grace",
                [
                    Heard("2026-11-20 00:00", "2026-11-30 02:10"),
                    Heard("2026-11-30 07:00", "2026-11-30 08:00"),
                ],
                RunnerState.Idle
            },
            { "since after it", [Heard("2026-11-30 07:00", "2026-11-30 08:00")], RunnerState.Idle },
            {
                "away before the due time",
                [
                    Heard("2026-11-20 00:00", "2026-11-30 01:00"),
                    Heard("2026-11-30 01:58", "2026-11-30 08:00"),
                ],
                RunnerState.Overdue
            },
            {
                "a restart of seconds, in which no session of 41 min fits",
                [
                    Heard("2026-11-20 00:00", "2026-11-30 02:01"),
                    Heard("2026-11-30 02:01:20", "2026-11-30 08:00"),
                ],
                RunnerState.Overdue
            },
            {
                "away since the due time",
                [Heard("2026-11-20 00:00", "2026-11-30 02:05")],
                RunnerState.Idle
            },
            {
                "away after it was overdue",
                [Heard("2026-11-20 00:00", "2026-11-30 02:16")],
                RunnerState.Overdue
            },
        };

    [Theory]
    [MemberData(nameof(Hearing))]
    public void A_collector_that_was_away_makes_nobody_overdue(
        string because,
        HearingPeriod[] hearing,
        RunnerState expected
    ) => Assert.True(expected == Nights().At(Runs.Utc("2026-11-30 08:00"), hearing).State, because);

    [Fact]
    public void The_next_night_that_is_heard_counts_again()
    {
        HearingPeriod[] hearing =
        [
            Heard("2026-11-20 00:00", "2026-11-30 01:00"),
            Heard("2026-11-30 03:00", "2026-12-01 03:00"),
        ];

        var status = Nights().At(Runs.Utc("2026-12-01 03:00"), hearing);

        Assert.Equal(
            (RunnerState.Overdue, Runs.Utc("2026-12-01 02:00")),
            (status.State, status.NextDue)
        );
        Assert.Equal(
            Runs.Utc("2026-12-01 02:00"),
            Nights().At(Runs.Utc("2026-11-30 09:00"), hearing).NextDue
        );
    }

    [Theory]
    [InlineData("2026-12-06 02:00", RunnerState.Overdue)]
    [InlineData("2026-12-06 02:20", RunnerState.Idle)]
    [InlineData("2027-12-06 02:20", RunnerState.Idle)]
    public void A_runner_without_a_session_for_seven_periods_is_retired(
        string now,
        RunnerState expected
    )
    {
        var status = Nights().At(Runs.Utc(now));

        Assert.Equal(expected, status.State);
        Assert.Equal(expected == RunnerState.Idle, status.IsRetired);
        if (status.IsRetired)
        {
            Assert.Null(status.NextDue);
            Assert.StartsWith("No session since 29 Nov", status.Sentence, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_runner_of_every_minute_is_overdue_for_a_week_before_it_is_retired()
    {
        var runs = new Runs { Schedule = new Schedule("* * * * *", null, null, null) }.Run(
            Runs.Utc("2026-11-29 02:00"),
            0.1
        );

        Assert.Equal(RunnerState.Overdue, runs.At(Runs.Utc("2026-12-05 02:00")).State);
        Assert.True(runs.At(Runs.Utc("2026-12-06 02:10")).IsRetired);
    }

    [Theory]
    [InlineData(EventStatus.Failed)]
    [InlineData(EventStatus.Error)]
    [InlineData(EventStatus.Timeout)]
    public void A_bad_end_is_failing_until_a_session_succeeds(EventStatus status)
    {
        var runs = Nights()
            .Run(Runs.Utc("2026-11-30 02:00"), 3, status, "disk full")
            .Run(Runs.Utc("2026-11-30 03:00"), 3, status, "disk full");

        var failing = runs.At(Runs.Utc("2026-11-30 08:00"));

        Assert.Equal((RunnerState.Failing, 2), (failing.State, failing.FailuresInARow));
        Assert.Equal(Runs.Utc("2026-11-30 02:00"), failing.Since);
        Assert.StartsWith("2 sessions in a row", failing.Sentence, StringComparison.Ordinal);
        Assert.Contains("disk full", failing.Sentence, StringComparison.Ordinal);
        Assert.Equal(5.0 / 7, failing.SuccessRate);
        Assert.Equal(
            RunnerState.Idle,
            runs.Run(Runs.Utc("2026-11-30 04:00")).At(Runs.Utc("2026-11-30 08:00")).State
        );
    }

    [Fact]
    public void A_lost_session_is_failing_and_an_earlier_one_is_forgotten()
    {
        var lost = Nights().Run(Runs.Utc("2026-11-30 02:00"), minutes: null);

        Assert.Equal(RunnerState.Failing, lost.At(Runs.Utc("2026-11-30 08:00")).State);
        Assert.Equal(
            RunnerState.Idle,
            lost.Run(Runs.Utc("2026-11-30 05:00")).At(Runs.Utc("2026-11-30 08:00")).State
        );
    }

    [Fact]
    public void A_cancelled_session_counts_neither_way()
    {
        var status = Nights()
            .Run(Runs.Utc("2026-11-30 02:00"), 3, EventStatus.Cancelled)
            .At(Runs.Utc("2026-11-30 08:00"));

        Assert.Equal((RunnerState.Idle, 1.0), (status.State, status.SuccessRate));
    }

    [Fact]
    public void What_is_usual_is_learned_from_successes_alone()
    {
        var runs = new Runs();
        foreach (var minute in Enumerable.Range(1, 10))
        {
            runs.Run(Runs.Utc("2026-11-01 00:00").AddDays(minute), minute);
        }

        runs.Run(Runs.Utc("2026-11-20 00:00"), 500, EventStatus.Failed);

        Assert.Equal(
            new UsualDuration("", 10, 300, 540),
            runs.At(Runs.Utc("2026-11-21 00:00")).Usual
        );
    }

    [Fact]
    public void An_idle_runner_says_how_it_went_and_what_is_next() =>
        Assert.Equal(
            "Last started at 02:00, succeeded after 41m 0s; next due tomorrow 02:00 (UTC).",
            Nights().At(Runs.Utc("2026-11-29 08:00")).Sentence
        );
}
