using System.Globalization;
using Sessions;

namespace Dashboard.Web.Runners;

/// <summary>A schedule as people say it, where its cron expression is one of the common ones.</summary>
internal static class ScheduleWords
{
    /// <returns>For example <c>daily 02:00 UTC</c>, <c>hourly at :25</c> or <c>every 15 min</c>; otherwise as it is stated.</returns>
    public static string Of(DueTimes schedule)
    {
        var zone = schedule.Zone.HasSameRules(TimeZoneInfo.Utc) ? "UTC" : schedule.Zone.Id;
        return schedule.IsLearned || schedule.IsInterval
            ? schedule.Words
            : schedule.Words.Split(' ', StringSplitOptions.RemoveEmptyEntries) switch
            {
                ["*", "*", "*", "*", "*"] => "every minute",
                [['*', '/', .. var minutes], "*", "*", "*", "*"] => $"every {minutes} min",
                [var minute, "*", "*", "*", "*"] when Number(minute) is { } m =>
                    $"hourly at :{m:00}",
                [var minute, var hour, "*", "*", var day]
                    when (Number(minute), Number(hour), Day(day)) is ({ } m, { } h, { } d) =>
                    $"{d} {h:00}:{m:00} {zone}",
                _ => schedule.Words,
            };
    }

    private static int? Number(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;

    private static string? Day(string text) =>
        text.ToUpperInvariant() switch
        {
            "*" => "daily",
            "1-5" or "MON-FRI" => "weekdays",
            "0" or "7" or "SUN" => "Sundays",
            "1" or "MON" => "Mondays",
            "2" or "TUE" => "Tuesdays",
            "3" or "WED" => "Wednesdays",
            "4" or "THU" => "Thursdays",
            "5" or "FRI" => "Fridays",
            "6" or "SAT" => "Saturdays",
            _ => null,
        };
}
