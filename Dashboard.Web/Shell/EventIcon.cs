using Sessions;

namespace Dashboard.Web.Shell;

/// <summary>The sign of an event in the feed, with the words that a screen reader says instead.</summary>
internal sealed record EventIcon(string Glyph, string Label)
{
    public static EventIcon Of(SessionEvent e) =>
        e switch
        {
            // A failed checkpoint is a failure whatever level it was sent at.
            { Type: EventType.Checkpoint, Status: EventStatus.Fail } => new("❌", "check failed"),
            { Type: EventType.Checkpoint, Status: EventStatus.Warn } => new("🟡", "check warned"),
            { Type: EventType.Checkpoint } => new("✅", "check passed"),
            { Type: EventType.RunnerStart } => new("🚀", "session started"),
            { Type: EventType.PhaseStart } => new("🚀", "phase started"),
            { Type: EventType.RunnerEnd } => new("🏁", "session ended"),
            { Type: EventType.PhaseEnd } => new("🏁", "phase ended"),
            { Type: EventType.Heartbeat } => new("💓", "heartbeat"),
            { Type: EventType.Error } or { Level: EventLevel.Error } => new("🔴", "error"),
            { Level: EventLevel.Warning } => new("🟡", "warning"),
            { Type: EventType.Trade } => new("💱", "trade closed"),
            { Type: EventType.Log } => new("📄", "log line"),
            _ => new("🔵", "information"),
        };
}
