using Microsoft.Extensions.Logging;
using Runner.Conventions;

namespace Runner.Telemetry.Lifecycle;

/// <summary>The life-cycle events as <see cref="EventId"/>s; the name becomes OTLP's <c>event_name</c>.</summary>
static class LifeCycleEventIds
{
    public static readonly EventId SessionStart = new(1, EventNames.SessionStart);
    public static readonly EventId SessionEnd = new(2, EventNames.SessionEnd);
    public static readonly EventId PhaseStart = new(3, EventNames.PhaseStart);
    public static readonly EventId PhaseEnd = new(4, EventNames.PhaseEnd);
    public static readonly EventId Checkpoint = new(5, EventNames.Checkpoint);
    public static readonly EventId Summary = new(6, EventNames.Summary);
    public static readonly EventId Error = new(7, EventNames.Error);
    public static readonly EventId Autocorrect = new(8, EventNames.Autocorrect);
    public static readonly EventId Trade = new(9, EventNames.Trade);

    /// <summary>A log line is no event and has no name.</summary>
    public static readonly EventId LogLine;
}
