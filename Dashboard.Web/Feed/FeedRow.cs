using System.Globalization;
using Sessions;

namespace Dashboard.Web.Feed;

/// <summary>A row of the feed: an event, a fold of beats, or a gap between them.</summary>
public abstract record FeedRow
{
    /// <summary>Sorts as text just as events sort: by time, then by id.</summary>
    public abstract string SortKey { get; }

    protected static string Key(EventCursor place) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{place.Timestamp.UtcTicks:D19}.{(ulong)place.Id.Value ^ (1UL << 63):x16}"
        );
}

/// <summary>Beats with nothing else between them, in one row.</summary>
/// <param name="Run">The stretch between two other events that it belongs to.</param>
/// <param name="Count">How many beats, at least one.</param>
/// <param name="Number">Of its last beat; 0 where it states none.</param>
/// <param name="Oldest">Its first beat.</param>
/// <param name="Newest">Its last beat, which gives the fold its place.</param>
/// <param name="Equity">As last stated.</param>
/// <param name="OpenUrl">Where its beats are, as rows.</param>
public sealed record FoldRow(
    string Run,
    int Count,
    long Number,
    EventCursor Oldest,
    EventCursor Newest,
    double? Equity,
    string OpenUrl
) : FeedRow
{
    public override string SortKey => Key(Newest);

    public string OldestKey => Key(Oldest);

    /// <summary>Known by its oldest beat: a fold grows at its other end.</summary>
    public string ElementId => $"f{Oldest.Id}";
}

/// <summary>A stretch without the beats that were due.</summary>
/// <param name="Run">See <see cref="FoldRow"/>; empty where beats stand each by itself.</param>
/// <param name="LastBeat">The one before it.</param>
/// <param name="Gap">How long, and how many are missing.</param>
/// <param name="IsOpen">Whether it goes on.</param>
public sealed record GapRow(string Run, EventCursor LastBeat, BeatGap Gap, bool IsOpen) : FeedRow
{
    /// <summary>Right above the last beat: '~' sorts after every digit.</summary>
    public override string SortKey => Key(LastBeat) + "~";

    public string ElementId => IdOf(Gap);

    public string Cause =>
        Gap.Cause switch
        {
            BeatGapCause.NotReceived => "sent, but not received",
            BeatGapCause.NotSent => "the runner sent none",
            _ => "",
        };

    public static string IdOf(BeatGap gap) =>
        string.Create(CultureInfo.InvariantCulture, $"g{gap.From.UtcTicks}");
}
