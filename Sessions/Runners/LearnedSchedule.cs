using System.Globalization;

namespace Sessions;

/// <summary>
/// A schedule that a runner does not state, but keeps. Of its newest 20 starts at least five must be regular, and of
/// ten at most one may be out of step: a start at another time, or a time without a start. Known are the steps of a
/// clock (5, 10, 15, 20, 30 minutes, 1, 2, 3, 4, 6, 8, 12 hours), every day, the five days of a working week, the same
/// day of every week, and the same or the last day of every month. Anything else is irregular and is never learned.
/// </summary>
/// <remarks>
/// A start is in step when it is off by no more than a twentieth of the step, at most 15 minutes. Which summer time a
/// runner keeps is unknown: with steps above an hour a start may also be an hour off.
/// </remarks>
/// <param name="Cron">Five fields, UTC.</param>
/// <param name="Words">For people, for example <c>daily</c>.</param>
internal sealed record LearnedSchedule(string Cron, string Words)
{
    private const int MostStarts = 20;
    private const int LeastStarts = 5;

    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);
    private static readonly TimeSpan MostSlack = TimeSpan.FromMinutes(15);

    /// <summary>Work is started on time or a little late, but clocks differ by seconds.</summary>
    private static readonly TimeSpan ClockError = TimeSpan.FromSeconds(5);

    private static readonly int[] ClockSteps =
    [
        5,
        10,
        15,
        20,
        30,
        60,
        120,
        180,
        240,
        360,
        480,
        720,
    ];

    /// <param name="newestFirst">Starts of the runner's sessions.</param>
    /// <returns>Null when they are irregular, or too few.</returns>
    public static LearnedSchedule? Of(IEnumerable<DateTimeOffset> newestFirst)
    {
        var starts = newestFirst.Take(MostStarts).Select(start => start.UtcDateTime).ToArray();
        if (starts.Length < LeastStarts)
        {
            return null;
        }

        // The latest start may be one out of step.
        foreach (var anchor in starts.Take(3))
        {
            if (OfDays(new Steps(starts, anchor, Day)) is { } days)
            {
                return days;
            }

            foreach (var minutes in ClockSteps)
            {
                var steps = new Steps(starts, anchor, TimeSpan.FromMinutes(minutes));
                if (steps.Keep((_, gap) => gap == 1))
                {
                    return OfClock(steps.Due, minutes);
                }
            }
        }

        return null;
    }

    private static LearnedSchedule OfClock(DateTime due, int minutes) =>
        minutes <= 60
            ? new LearnedSchedule(
                minutes == 60
                    ? Text($"{due.Minute} * * * *")
                    : Text($"{due.Minute % minutes}-59/{minutes} * * * *"),
                minutes == 60 ? "hourly" : Text($"every {minutes} min")
            )
            : new LearnedSchedule(
                Text($"{due.Minute} {due.Hour % (minutes / 60)}-23/{minutes / 60} * * *"),
                Text($"every {minutes / 60} h")
            );

    private static LearnedSchedule? OfDays(Steps steps)
    {
        var due = steps.Due;
        var at = Text($"{due.Minute} {due.Hour}");
        var days = steps.Days;
        var week = days.Select(day => day.DayOfWeek).Distinct().Order().ToArray();
        if (steps.Keep((_, gap) => gap == 7) && week.Length == 1)
        {
            return new LearnedSchedule(Text($"{at} * * {(int)week[0]}"), "weekly");
        }

        // In UTC a working week may begin a day earlier or later. Five starts in five days of it may be daily as well;
        // the sixth day will tell.
        if (
            IsWorkingWeek(week)
            && steps.Keep((from, gap) => gap == (week.Contains(from.AddDays(1).DayOfWeek) ? 1 : 3))
        )
        {
            return new LearnedSchedule(
                Text($"{at} * * {string.Join(',', week.Select(day => (int)day))}"),
                "weekdays"
            );
        }

        if (steps.Keep((_, gap) => gap == 1))
        {
            return new LearnedSchedule(Text($"{at} * * *"), "daily");
        }

        if (!steps.Keep((_, gap) => gap is >= 28 and <= 31))
        {
            return null;
        }

        return days.All(day => day.Day == days[0].Day)
                ? new LearnedSchedule(Text($"{at} {days[0].Day} * *"), "monthly")
            : days.All(day => day.AddDays(1).Day == 1)
                ? new LearnedSchedule(Text($"{at} L * *"), "monthly")
            : null;
    }

    private static bool IsWorkingWeek(DayOfWeek[] week) =>
        week.Length == 5
        && (
            !week.Contains(DayOfWeek.Saturday) && !week.Contains(DayOfWeek.Sunday)
            || !week.Contains(DayOfWeek.Friday) && !week.Contains(DayOfWeek.Saturday)
            || !week.Contains(DayOfWeek.Sunday) && !week.Contains(DayOfWeek.Monday)
        );

    private static string Text(FormattableString text) =>
        text.ToString(CultureInfo.InvariantCulture);

    /// <summary>Starts as steps of one length, counted from one of them.</summary>
    private sealed class Steps
    {
        private readonly long[] _numbers;
        private readonly int _starts;

        public Steps(DateTime[] newestFirst, DateTime anchor, TimeSpan step)
        {
            var slack = step / 20 < MostSlack ? step / 20 : MostSlack;
            var inStep = newestFirst
                .Select(start => (Start: start, Off: Off(start - anchor, step)))
                .Where(s =>
                    s.Off.Duration() <= slack
                    || (step > Hour && (s.Off.Duration() - Hour).Duration() <= slack)
                )
                .Reverse()
                .ToArray();
            _starts = newestFirst.Length;
            _numbers = Array.ConvertAll(inStep, s => (s.Start - s.Off - anchor).Ticks / step.Ticks);
            var earliest = inStep
                .TakeLast(LeastStarts)
                .Where(s => s.Off.Duration() <= slack)
                .Select(s => s.Off)
                .DefaultIfEmpty(TimeSpan.Zero)
                .Min();
            Due = anchor + earliest + ClockError;
            Days = Array.ConvertAll(_numbers, number => Due + number * step);
        }

        /// <summary>When the anchor's start was due: the earliest of the newest ones counts.</summary>
        public DateTime Due { get; }

        /// <summary>When each start in step was due, in order of time.</summary>
        public DateTime[] Days { get; }

        /// <summary>Whether these are enough starts, at a distance that is right.</summary>
        /// <param name="isRight">By the moment of the earlier one and the distance in steps.</param>
        public bool Keep(Func<DateTime, long, bool> isRight)
        {
            var wrong = _starts - _numbers.Length;
            for (var i = 1; i < _numbers.Length; i++)
            {
                wrong += isRight(Days[i - 1], _numbers[i] - _numbers[i - 1]) ? 0 : 1;
            }

            return _numbers.Length >= LeastStarts && wrong * 10 <= _starts;
        }

        private static TimeSpan Off(TimeSpan distance, TimeSpan step)
        {
            var off = new TimeSpan(distance.Ticks % step.Ticks);
            return off > step / 2 ? off - step
                : off < -step / 2 ? off + step
                : off;
        }
    }
}
