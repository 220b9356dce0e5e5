using Dashboard.Web.Beats;
using Sessions;

namespace Dashboard.Web.Feed;

/// <summary>A row of the feed: an event, a group of heartbeats, or a gap between them.</summary>
public abstract record FeedRow;

/// <summary>Heartbeats with nothing else between them, in one row.</summary>
/// <param name="Count">How many beats, at least one.</param>
/// <param name="Number">Of its last beat; 0 where it states none.</param>
/// <param name="Oldest">Its first beat.</param>
/// <param name="Newest">Its last beat, which gives the group its place.</param>
/// <param name="Equity">As last stated.</param>
public sealed record BeatGroupRow(
    long Count,
    long Number,
    EventCursor Oldest,
    EventCursor Newest,
    double? Equity
) : FeedRow;

/// <summary>A time without the heartbeats that were due.</summary>
/// <param name="Gap">How long, and how many are missing.</param>
/// <param name="IsOpen">Whether it goes on.</param>
public sealed record GapRow(BeatGap Gap, bool IsOpen) : FeedRow
{
    public static GapRow Of(BeatGap gap, BeatView beats) => new(gap, beats.IsOpen(gap));

    public string Cause =>
        Gap.Cause switch
        {
            BeatGapCause.NotReceived => "sent, but not received",
            BeatGapCause.NotSent => "the runner sent none",
            _ => "",
        };
}
