using System.Globalization;
using Cronos;

namespace Sessions;

/// <summary>When a runner's sessions are due, as it states it or as its sessions show.</summary>
public sealed class DueTimes
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly TimeSpan LeastGrace = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan MostGrace = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan Longest = TimeSpan.FromDays(3660);

    private readonly CronExpression? _cron;
    private readonly TimeSpan _early;

    private DueTimes(
        CronExpression? cron,
        TimeZoneInfo zone,
        string words,
        bool isLearned,
        (TimeSpan Shortest, TimeSpan Longest) period,
        double? graceSeconds
    )
    {
        _cron = cron;
        Zone = zone;
        Words = words;
        IsLearned = isLearned;
        LongestPeriod = period.Longest;
        ShortestPeriod = period.Shortest;
        var grace = Within(period.Shortest / 10, LeastGrace, MostGrace);
        // Which summer time a runner keeps is not learned.
        grace += isLearned && period.Shortest > Hour ? Hour : TimeSpan.Zero;
        Grace =
            graceSeconds is { } stated && IsDuration(stated) ? TimeSpan.FromSeconds(stated) : grace;
        _early =
            cron is null ? TimeSpan.Zero
            : isLearned && period.Shortest > Hour ? Shorter(grace, period.Shortest / 2)
            : Shorter(LeastGrace, period.Shortest / 4);
    }

    /// <summary>The time zone that the schedule is stated in; UTC for an interval and for a learned one.</summary>
    public TimeZoneInfo Zone { get; }

    /// <summary>The schedule for people: the cron expression, <c>every 15m 0s</c>, or <c>daily</c> for a learned one.</summary>
    public string Words { get; }

    /// <summary>Whether it was learned from earlier starts.</summary>
    public bool IsLearned { get; }

    /// <summary>How late a session may start; a tenth of the period, 1 to 15 minutes, where none is stated.</summary>
    public TimeSpan Grace { get; }

    /// <summary>Whether each session is due an interval after the one before, whatever the hour.</summary>
    public bool IsInterval => _cron is null;

    public TimeSpan ShortestPeriod { get; }

    public TimeSpan LongestPeriod { get; }

    /// <summary>When the first session after this start is due; a start just before a due time is that time's.</summary>
    public DateTimeOffset? AfterStart(DateTimeOffset start) => After(start + _early);

    /// <summary>The first due time after a moment; for an interval, the moment and the interval.</summary>
    public DateTimeOffset? After(DateTimeOffset moment) =>
        _cron is null
            ? moment + ShortestPeriod
            : _cron.GetNextOccurrence(moment, Zone)?.ToUniversalTime();

    /// <summary>As the newest session states it, or learned from the starts of all.</summary>
    /// <param name="runner">The runner.</param>
    /// <param name="problem">Why what is stated cannot be used; null when it can, or nothing is stated.</param>
    /// <returns>Null without a schedule.</returns>
    internal static DueTimes? Of(RunnerSessions runner, out string? problem)
    {
        var last = runner.Newest[0].StartedAt;
        if (!IsUsual(last))
        {
            problem = null;
            return null;
        }

        var stated = Stated(runner.Latest.Header?.Schedule, last, out problem);
        return stated
            ?? (
                LearnedSchedule.Of(
                    runner.Newest.Select(session => session.StartedAt).Where(IsUsual)
                )
                    is { } learned
                    ? Cron(
                        CronExpression.Parse(learned.Cron),
                        TimeZoneInfo.Utc,
                        learned.Words,
                        true,
                        last,
                        null
                    )
                    : null
            );
    }

    private static DueTimes? Stated(Schedule? schedule, DateTimeOffset last, out string? problem)
    {
        problem = null;
        if (schedule?.Cron is { Length: > 0 } text)
        {
            var zone = TimeZoneInfo.Utc;
            if (
                schedule.Timezone is { Length: > 0 } name
                && !TimeZoneInfo.TryFindSystemTimeZoneById(name, out zone!)
            )
            {
                problem = $"The time zone \"{name}\" of the stated schedule is unknown.";
                return null;
            }

            if (!CronExpression.TryParse(text, out var cron))
            {
                problem =
                    $"The stated schedule \"{text}\" is not a cron expression of five fields.";
                return null;
            }

            return Cron(cron, zone, text, false, last, schedule.GraceSeconds);
        }

        if (schedule?.IntervalSeconds is not { } seconds)
        {
            return null;
        }

        if (!(seconds > 0 && IsDuration(seconds)))
        {
            problem = string.Create(
                CultureInfo.InvariantCulture,
                $"The stated interval of {seconds} s cannot be used."
            );
            return null;
        }

        var interval = TimeSpan.FromSeconds(seconds);
        return new DueTimes(
            null,
            TimeZoneInfo.Utc,
            $"every {HumanDuration.Of(interval)}",
            false,
            (interval, interval),
            schedule.GraceSeconds
        );
    }

    private static DueTimes? Cron(
        CronExpression cron,
        TimeZoneInfo zone,
        string words,
        bool isLearned,
        DateTimeOffset last,
        double? graceSeconds
    )
    {
        // A working week has a longest period of three days; a change to summer time makes one of 23 hours.
        TimeSpan? shortest = null;
        var longest = TimeSpan.Zero;
        var before = cron.GetNextOccurrence(last, zone);
        for (var i = 0; i < 8 && before is { } from; i++)
        {
            before = cron.GetNextOccurrence(from, zone);
            if (before - from is { } period)
            {
                shortest = shortest < period ? shortest : period;
                longest = longest > period ? longest : period;
            }
        }

        return shortest is { } least
            ? new DueTimes(cron, zone, words, isLearned, (least, longest), graceSeconds)
            : null;
    }

    /// <summary>Runners state any time; calendars end.</summary>
    private static bool IsUsual(DateTimeOffset start) => start.Year is > 1970 and < 2400;

    private static bool IsDuration(double seconds) =>
        seconds >= 0 && seconds <= Longest.TotalSeconds;

    private static TimeSpan Shorter(TimeSpan a, TimeSpan b) => a < b ? a : b;

    private static TimeSpan Within(TimeSpan value, TimeSpan least, TimeSpan most) =>
        value < least ? least
        : value > most ? most
        : value;
}
