namespace Sessions;

/// <summary>
/// Tells the beats of a second process of a session, which count from 1 again, from repetitions of the first one's. Such
/// a process states a start of its own; a beat belongs to the count of the latest known start before it.
/// </summary>
/// <remarks>A beat that reaches the writer before its process's start counts with the process before.</remarks>
public static class BeatGeneration
{
    /// <summary>Two statements of one start may differ a little; a process hardly crashes and begins again this fast.</summary>
    internal static readonly TimeSpan Apart = TimeSpan.FromSeconds(10);

    /// <summary>The highest generation.</summary>
    public const int Most = 63;

    /// <summary>The event as it is to be stored.</summary>
    /// <param name="e">Any event; only beats change, and of them those that an export did not number already.</param>
    /// <param name="first">The session's first known start.</param>
    /// <param name="latest">Its latest known start.</param>
    public static SessionEvent Stamp(
        SessionEvent e,
        DateTimeOffset? first,
        DateTimeOffset? latest
    ) =>
        e is { Type: EventType.Heartbeat, Beat: { Generation: 0 } beat }
        && latest - first >= Apart
        && e.Timestamp >= latest
            ? e with
            {
                Beat = beat with { Generation = Of(latest.Value) },
            }
            : e;

    // In steps, so that a start that is stated again a moment earlier or later mostly makes no other generation.
    private static int Of(DateTimeOffset start) =>
        1 + (int)(start.UtcTicks / Apart.Ticks * 31 % Most);
}
