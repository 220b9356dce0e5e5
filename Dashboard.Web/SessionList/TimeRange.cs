using System.Globalization;

namespace Dashboard.Web.SessionList;

/// <summary>When sessions started, in the reader's days.</summary>
/// <param name="Name">One of <see cref="Choices"/>, or null for all time.</param>
/// <param name="FirstDay">Of a range of one's own.</param>
/// <param name="LastDay">Of a range of one's own, included.</param>
public sealed record TimeRange(string? Name, DateOnly? FirstDay, DateOnly? LastDay)
{
    private const string Custom = "custom";

    public static TimeRange All { get; } = new(null, null, null);

    public static IReadOnlyList<(string Name, string Words)> Choices { get; } =
    [
        ("1h", "Last hour"),
        ("today", "Today"),
        ("24h", "Last 24 hours"),
        ("7d", "Last 7 days"),
        ("30d", "Last 30 days"),
        (Custom, "Between…"),
    ];

    public bool IsCustom => Name == Custom;

    /// <summary>What is wrong with a range of one's own, in words; null when it can be shown.</summary>
    public string? Problem { get; private init; }

    /// <summary>A first or a last day makes it a range of one's own, whatever it is called.</summary>
    public static TimeRange Read(IQueryCollection query)
    {
        var (from, to) = (Day(query["from"]), Day(query["to"]));
        var name = (string?)query["range"];
        return name == Custom || (string.IsNullOrEmpty(name) && (from ?? to) is not null)
                ? new TimeRange(Custom, from, to) { Problem = ProblemOf(query, from, to) }
            : Choices.Any(choice => choice.Name == name) ? new TimeRange(name, null, null)
            : All;
    }

    private static string? ProblemOf(IQueryCollection query, DateOnly? from, DateOnly? to) =>
        from is null && !string.IsNullOrWhiteSpace(query["from"])
            ? Unreadable("first", query["from"])
        : to is null && !string.IsNullOrWhiteSpace(query["to"]) ? Unreadable("last", query["to"])
        : from > to ? "The last day is before the first."
        : null;

    private static string Unreadable(string which, string? text) =>
        $"“{text}” is not a valid {which} day. Example: 2026-01-31.";

    /// <summary>The earliest start, in whole minutes, so that what is asked does not change with every second.</summary>
    public DateTimeOffset? From(DateTimeOffset now, TimeZoneInfo zone) =>
        Name switch
        {
            "1h" => Minute(now).AddHours(-1),
            "24h" => Minute(now).AddDays(-1),
            "7d" => Minute(now).AddDays(-7),
            "30d" => Minute(now).AddDays(-30),
            "today" => Midnight(ReaderZone.DayOf(now, zone), zone),
            Custom when FirstDay is { } day => Midnight(day, zone),
            _ => null,
        };

    /// <summary>What starts must come before.</summary>
    public DateTimeOffset? To(TimeZoneInfo zone) =>
        IsCustom && LastDay is { } day ? Midnight(day.AddDays(1), zone) : null;

    public static DateTimeOffset Midnight(DateOnly day, TimeZoneInfo zone)
    {
        var local = day.ToDateTime(TimeOnly.MinValue);
        // Where a day begins with an hour that the clocks leave out, it begins an hour later.
        while (zone.IsInvalidTime(local))
        {
            local = local.AddMinutes(30);
        }

        return new DateTimeOffset(local, zone.GetUtcOffset(local));
    }

    public static DateOnly? Day(string? text) =>
        DateOnly.TryParseExact(
            text,
            "yyyy-MM-dd",
            CultureInfo.InvariantCulture,
            DateTimeStyles.None,
            out var day
        )
        // Room for a day before and after in every zone.
        && day.Year is > 1970 and < 9000
            ? day
            : null;

    public static string? Iso(DateOnly? day) =>
        day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static DateTimeOffset Minute(DateTimeOffset moment) =>
        new(moment.UtcTicks - moment.UtcTicks % TimeSpan.TicksPerMinute, TimeSpan.Zero);
}
