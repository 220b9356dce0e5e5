using System.Text.Json;
using System.Text.Json.Serialization;
using Dashboard.Web.Shell;
using Sessions;

namespace Dashboard.Web.Feed;

/// <summary>A row of the feed as the page's script takes it. Absent fields are left out.</summary>
/// <param name="Kind"><c>event</c>, <c>beats</c> (heartbeats with nothing between them) or <c>gap</c>.</param>
/// <param name="Id">Of the event, of a group's oldest heartbeat, or of the heartbeat before a gap.</param>
/// <param name="Cursor">Place of the event, of a group's newest heartbeat, or of the heartbeat before a gap.</param>
/// <param name="At">Time of the same, UTC.</param>
public sealed record FeedRowJson(string Kind, string Id, string Cursor, DateTimeOffset At)
{
    public static JsonSerializerOptions Options { get; } =
        new(JsonSerializerDefaults.Web)
        {
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        };

    /// <summary>False when the filter excludes it; the curve may still show it.</summary>
    public bool? Shown { get; init; }

    public string? Type { get; init; }

    /// <summary>As people read it.</summary>
    public string? Phase { get; init; }

    /// <summary><see cref="Type"/> as people read it.</summary>
    public string? TypeWords { get; init; }

    public string? Level { get; init; }

    public string? Message { get; init; }

    public string? Status { get; init; }

    public string? Icon { get; init; }

    /// <summary>What the icon says.</summary>
    public string? Label { get; init; }

    /// <summary>The class that colours the row.</summary>
    public string? Tone { get; init; }

    public double? Equity { get; init; }

    /// <summary>Whether a stack trace is among its details.</summary>
    public bool? HasStack { get; init; }

    /// <summary>Of the heartbeat, or of a group's newest one.</summary>
    public long? Number { get; init; }

    /// <summary>Heartbeats of a group, or those missing in a gap.</summary>
    public long? Count { get; init; }

    /// <summary>A group's oldest heartbeat.</summary>
    public string? FromCursor { get; init; }

    /// <summary>A group's oldest heartbeat, UTC.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>The end of a gap, UTC; absent while it goes on.</summary>
    public DateTimeOffset? To { get; init; }

    internal static FeedRowJson Of(FeedRow row, string? currency) =>
        row switch
        {
            BeatGroupRow group => new FeedRowJson(
                "beats",
                group.Oldest.Id.ToString(),
                group.Newest.ToString(),
                group.Newest.Timestamp
            )
            {
                FromCursor = group.Oldest.ToString(),
                From = group.Oldest.Timestamp,
                Count = group.Count,
                Number = group.Number > 0 ? group.Number : null,
                Equity = group.Equity,
                Message = group.Equity is { } equity ? Shell.Money.Of(equity, currency) : null,
            },
            GapRow gap => new FeedRowJson(
                "gap",
                gap.Gap.LastBeat.Id.ToString(),
                gap.Gap.LastBeat.ToString(),
                gap.Gap.From
            )
            {
                To = gap.IsOpen ? null : gap.Gap.To,
                Count = gap.Gap.Missed,
                Message = gap.Cause,
            },
            FeedEntry entry => Of(entry, isShown: true),
            _ => throw new ArgumentOutOfRangeException(nameof(row)),
        };

    internal static FeedRowJson Of(FeedEntry entry, bool isShown)
    {
        var e = entry.Event;
        var icon = EventIcon.Of(e);
        return new FeedRowJson("event", e.Id.ToString(), EventCursor.Of(e).ToString(), e.Timestamp)
        {
            Shown = isShown ? null : false,
            Type = WireName.Of(e.Type),
            TypeWords = EventWords.Of(e.Type),
            Phase = e.Phase is { } phase ? PhaseTitle.Of(phase) : null,
            Level = WireName.Of(e.Level),
            Message = entry.Message,
            Status = e.Status is { } status ? WireName.Of(status) : null,
            Icon = icon.Glyph,
            Label = icon.Label,
            Tone = entry.Tone.Length > 0 ? entry.Tone : null,
            Equity = e.Figures?.Equity is { } equity && double.IsFinite(equity) ? equity : null,
            Number = e.Beat?.Number,
            HasStack =
                e.Details?.Contains("\"exception.stacktrace\"", StringComparison.Ordinal) == true
                    ? true
                    : null,
        };
    }
}
