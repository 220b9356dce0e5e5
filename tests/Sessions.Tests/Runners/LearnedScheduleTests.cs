namespace Sessions.Tests.Runners;

/// <summary>What is learned from starts as cron makes them, and what never is.</summary>
public sealed class LearnedScheduleTests
{
    private static readonly DateTimeOffset From = Runs.Utc("2026-01-05 00:00");

    // words, cron in UTC, how many starts, next due.
    public static TheoryData<string, string, int> Kept =>
        new()
        {
            { "daily", "0 2 * * *", 6 },
            { "daily", "55 23 * * *", 50 },
            { "weekdays", "0 7 * * 1-5", 12 },
            { "weekdays", "30 21 * * 0-4", 12 },
            { "weekdays", "30 3 * * 2-6", 12 },
            { "weekly", "30 2 * * 0", 5 },
            { "monthly", "15 4 1 * *", 5 },
            { "monthly", "0 6 28 * *", 12 },
            { "monthly", "0 23 L * *", 12 },
            { "hourly", "17 * * * *", 5 },
            { "every 15 min", "*/15 * * * *", 9 },
            { "every 10 min", "3-59/10 * * * *", 9 },
            { "every 6 h", "20 */6 * * *", 9 },
            { "every 12 h", "0 6,18 * * *", 9 },
        };

    [Theory]
    [MemberData(nameof(Kept))]
    public void Starts_of_cron_are_learned_with_the_next_due_time(
        string words,
        string cron,
        int count
    )
    {
        var expression = Cronos.CronExpression.Parse(cron);
        var due = Occurrences(expression, TimeZoneInfo.Utc, From, count + 1);
        var runs = new Runs().Run(Late(due.Take(count), 40), 1);

        var status = runs.At(due[count].AddSeconds(-1));

        Assert.Equal(
            (words, true, due[count]),
            (status.Schedule?.Words, status.Schedule?.IsLearned, status.NextDue)
        );
        Assert.Equal(RunnerState.Idle, status.State);
        Assert.Equal(
            RunnerState.Overdue,
            runs.At(due[count] + status.Schedule!.Grace + TimeSpan.FromSeconds(1)).State
        );
    }

    [Theory]
    [InlineData("0 2 * * *", "Europe/Berlin")]
    [InlineData("30 0 * * *", "Europe/Berlin")]
    [InlineData("30 1 * * 1-5", "Europe/Berlin")]
    [InlineData("0 7 * * 1-5", "Australia/Sydney")]
    [InlineData("30 19 * * 1-5", "America/New_York")]
    [InlineData("0 5 * * 0", "America/New_York")]
    [InlineData("0 */6 * * *", "Europe/Berlin")]
    [InlineData("0 */2 * * *", "Europe/Berlin")]
    [InlineData("0 3 1 * *", "Europe/Berlin")]
    [InlineData("5 * * * *", "Europe/Berlin")]
    public void A_change_of_summer_time_makes_nobody_overdue(string cron, string zone)
    {
        var starts = Occurrences(
            Cronos.CronExpression.Parse(cron),
            TimeZoneInfo.FindSystemTimeZoneById(zone),
            From,
            24 * 366
        );
        // All that matters of a schedule of hours is near the changes.
        starts =
        [
            .. starts.Where(start => start.Month is 3 or 4 or 10 or 11 || cron != "5 * * * *"),
        ];
        for (var i = 6; i < Math.Min(starts.Length, 2_000); i++)
        {
            var runs = new Runs().Run(starts[Math.Max(0, i - 20)..i], 1);
            if (starts[i] - starts[i - 1] > TimeSpan.FromDays(40))
            {
                continue;
            }

            Assert.NotEqual(RunnerState.Overdue, runs.At(starts[i].AddSeconds(-1)).State);
        }
    }

    [Fact]
    public void One_missing_and_one_extra_start_in_twenty_are_forgiven()
    {
        var due = Occurrences(Cronos.CronExpression.Parse("0 2 * * *"), TimeZoneInfo.Utc, From, 21);
        var missing = new Runs().Run([.. due[..8], .. due[9..20]], 1);
        var extra = new Runs().Run([.. due[..10], due[9].AddHours(7), .. due[10..20]], 1);

        Assert.Equal("daily", missing.At(due[20].AddSeconds(-1)).Schedule?.Words);
        Assert.Equal("daily", extra.At(due[20].AddSeconds(-1)).Schedule?.Words);
    }

    [Fact]
    public void A_start_by_hand_does_not_unlearn_what_cron_does()
    {
        var due = Occurrences(Cronos.CronExpression.Parse("0 2 * * *"), TimeZoneInfo.Utc, From, 21);
        var runs = new Runs().Run([.. due[..20], due[19].AddHours(9)], 1);

        Assert.Equal(due[20], runs.At(due[20].AddSeconds(-1)).NextDue);
    }

    [Fact]
    public void Four_starts_are_too_few() =>
        Assert.Null(
            new Runs()
                .Run(
                    Occurrences(Cronos.CronExpression.Parse("0 2 * * *"), TimeZoneInfo.Utc, From, 4)
                )
                .At(From.AddDays(6))
                .Schedule
        );

    [Theory]
    [InlineData(60)]
    [InlineData(600)]
    [InlineData(3600)]
    [InlineData(86400)]
    [InlineData(604800)]
    public void Irregular_starts_are_never_learned(double meanSeconds)
    {
        var random = new Random(19);
        for (var history = 0; history < 2_000; history++)
        {
            var at = From;
            var starts = new List<DateTimeOffset>();
            for (var i = 0; i < random.Next(5, 21); i++)
            {
                at = at.AddSeconds(-Math.Log(1 - random.NextDouble()) * meanSeconds);
                starts.Add(at);
            }

            Assert.Null(LearnedOf(starts));
        }
    }

    [Fact]
    public void Sessions_one_after_the_other_are_no_schedule()
    {
        var random = new Random(5);
        foreach (var seconds in new[] { 20.0, 36, 290, 310, 590, 3550 })
        {
            var at = From;
            var starts = new List<DateTimeOffset>();
            for (var i = 0; i < 20; i++)
            {
                starts.Add(at);
                at = at.AddSeconds(seconds * (0.97 + 0.06 * random.NextDouble()));
            }

            Assert.Null(LearnedOf(starts));
        }
    }

    private static DueTimes? LearnedOf(List<DateTimeOffset> starts) =>
        new Runs().Run(starts, 0.1).At(starts[^1].AddSeconds(10)).Schedule;

    private static DateTimeOffset[] Occurrences(
        Cronos.CronExpression cron,
        TimeZoneInfo zone,
        DateTimeOffset from,
        int count
    )
    {
        var found = new List<DateTimeOffset>();
        var next = cron.GetNextOccurrence(from, zone);
        while (found.Count < count && next is { } at && at < from.AddYears(2))
        {
            found.Add(at.ToUniversalTime());
            next = cron.GetNextOccurrence(at, zone);
        }

        return [.. found];
    }

    /// <summary>Cron starts a little late, never the same.</summary>
    private static IEnumerable<DateTimeOffset> Late(
        IEnumerable<DateTimeOffset> due,
        double mostSeconds
    )
    {
        var random = new Random(1);
        return due.Select(at => at.AddSeconds(1 + random.NextDouble() * (mostSeconds - 1) * 0.5));
    }
}
