namespace Dashboard.Web.SessionList;

/// <summary>
/// The reader's time zone: days begin in it. A script puts its name into a cookie on the first visit; until then, and
/// where the name is unknown to this machine, days are UTC's.
/// </summary>
internal static class ReaderZone
{
    public const string Cookie = "zone";

    public static TimeZoneInfo Of(HttpRequest request) => Named(request.Cookies[Cookie]);

    public static TimeZoneInfo Named(string? name) =>
        name is { Length: > 0 and < 64 }
        && TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone)
            ? zone
            : TimeZoneInfo.Utc;

    public static DateOnly DayOf(DateTimeOffset moment, TimeZoneInfo zone) =>
        DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(moment, zone).DateTime);
}
