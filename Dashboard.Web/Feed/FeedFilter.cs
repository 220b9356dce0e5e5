using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;
using Sessions;

namespace Dashboard.Web.Feed;

/// <summary>What the reader of a feed wants to see; lives in the page's URL, so that a link shows a colleague the same.</summary>
public sealed record FeedFilter
{
    private const string Custom = "custom";

    /// <summary>One of <see cref="Ranges"/>, or null for all time.</summary>
    public string? Range { get; init; }

    public EventType? Type { get; init; }

    public string? Phase { get; init; }

    /// <summary>This level and graver ones; null for all.</summary>
    public EventLevel? Level { get; init; }

    public DateTimeOffset? From { get; init; }

    public DateTimeOffset? To { get; init; }

    /// <summary>What is wrong with a range of the reader's own, in words; null when it can be shown.</summary>
    public string? Problem { get; init; }

    public string? Text { get; init; }

    /// <summary>Whether every beat is a row of its own; otherwise beats with nothing between them are one row.</summary>
    public bool EachBeat { get; init; }

    /// <summary>Minutes that the reader's clock is ahead of UTC: where the reader's day begins.</summary>
    public int ZoneMinutes { get; init; }

    public static IReadOnlyList<(string Value, string Words)> Ranges { get; } =
    [
        ("15m", "Last 15 min"),
        ("1h", "Last hour"),
        ("4h", "Last 4 hours"),
        ("today", "Today"),
        (Custom, "Between…"),
    ];

    public static IReadOnlyList<(EventLevel Value, string Words)> Levels { get; } =
    [
        (EventLevel.Info, "Info and above"),
        (EventLevel.Warning, "Warnings and errors"),
        (EventLevel.Error, "Errors"),
    ];

    /// <summary>Whether anything but time is filtered.</summary>
    public bool IsNarrowed =>
        Type is not null || Phase is not null || Level is not null || Text is not null;

    /// <summary>Whether beats are folded; who asks for certain events is given them one by one.</summary>
    public bool Folds => !EachBeat && !IsNarrowed;

    /// <summary>Unknown values are ignored: the form shows what is in force.</summary>
    public static FeedFilter Read(IQueryCollection query)
    {
        var range = (string?)query["range"];
        var (from, to) = (Moment(query["from"]), Moment(query["to"]));
        return new FeedFilter
        {
            Range = Ranges.Any(r => r.Value == range) ? range : null,
            Problem =
                range != Custom ? null
                : from is null && Stated(query["from"]) is { } start ? Unreadable("start", start)
                : to is null && Stated(query["to"]) is { } end ? Unreadable("end", end)
                : from >= to ? "This range ends before it begins."
                : null,
            Type = WireName.TryParse((string?)query["type"], out EventType type) ? type : null,
            Level = WireName.TryParse((string?)query["level"], out EventLevel level) ? level : null,
            Phase = Stated(query["phase"]),
            Text = Stated(query["q"]),
            EachBeat = (string?)query["beats"] == "each",
            From = from,
            To = to,
            ZoneMinutes =
                int.TryParse(
                    query["zone"],
                    NumberStyles.AllowLeadingSign,
                    CultureInfo.InvariantCulture,
                    out var zone
                )
                && Math.Abs(zone) <= 14 * 60
                    ? zone
                    : 0,
        };
    }

    public EventQuery ToQuery(string sessionId, DateTimeOffset now, int limit, string? before) =>
        new()
        {
            SessionId = sessionId,
            Types =
                Type is { } type ? [type]
                : Folds ? BesideBeats
                : [],
            Phases = Phase is { } phase ? [phase] : [],
            Levels = Level is { } least
                ? [.. Enum.GetValues<EventLevel>().Where(l => l >= least)]
                : [],
            From = Since(now),
            To = Range == Custom ? To : null,
            Text = Text,
            Limit = limit,
            Before = before,
        };

    /// <summary>
    /// Whether an event is one of those that <see cref="ToQuery"/> finds: the same definition for events that arrive
    /// while the page is open. Grouped heartbeats count as found.
    /// </summary>
    public bool Matches(SessionEvent e, DateTimeOffset now) =>
        Problem is null
        && (Type is null || e.Type == Type)
        && (Phase is null || e.Phase == Phase)
        && (Level is null || e.Level >= Level)
        && (Since(now) is not { } since || e.Timestamp >= since)
        && (Range != Custom || To is not { } to || e.Timestamp < to)
        && (
            Text is not { } text
            || Contains(e.Message, text)
            || Contains(e.Checkpoint, text)
            || Contains(e.ErrorType, text)
        );

    private static bool Contains(string? field, string text) =>
        field?.Contains(text, StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>The URL of the same filter on another path, with more in its query.</summary>
    public string Url(string path, params IEnumerable<KeyValuePair<string, string?>> more) =>
        QueryHelpers.AddQueryString(
            path,
            new Dictionary<string, string?>
            {
                ["range"] = Range,
                ["type"] = Type is { } type ? WireName.Of(type) : null,
                ["phase"] = Phase,
                ["level"] = Level is { } level ? WireName.Of(level) : null,
                ["from"] = Range == Custom ? Iso(From) : null,
                ["to"] = Range == Custom ? Iso(To) : null,
                ["zone"] =
                    Range == "today" ? ZoneMinutes.ToString(CultureInfo.InvariantCulture) : null,
                ["q"] = Text,
                ["beats"] = EachBeat ? "each" : null,
            }
                .Concat(more)
                .Where(pair => pair.Value is not null)
        );

    /// <summary>From when on events are shown.</summary>
    public DateTimeOffset? Since(DateTimeOffset now) =>
        Range switch
        {
            "15m" => now.AddMinutes(-15),
            "1h" => now.AddHours(-1),
            "4h" => now.AddHours(-4),
            "today" => Midnight(now.ToOffset(TimeSpan.FromMinutes(ZoneMinutes))),
            Custom => From,
            _ => null,
        };

    /// <summary>All types but the beat.</summary>
    internal static IReadOnlyList<EventType> BesideBeats { get; } =
    [.. Enum.GetValues<EventType>().Where(type => type != EventType.Heartbeat)];

    private static DateTimeOffset Midnight(DateTimeOffset local) => new(local.Date, local.Offset);

    private static string Unreadable(string which, string text) =>
        $"The {which} of this range, “{text}”, is not a valid date and time. Example: 2026-01-31T09:00.";

    private static string? Stated(string? text) =>
        string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    private static string? Iso(DateTimeOffset? moment) =>
        moment?.UtcDateTime.ToString("O", CultureInfo.InvariantCulture);

    private static DateTimeOffset? Moment(string? text) =>
        DateTimeOffset.TryParse(
            text,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal,
            out var moment
        )
            ? moment
            : null;
}
