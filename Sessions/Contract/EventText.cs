namespace Sessions;

/// <summary>
/// How much text events carry. Their number alone bounds nothing: one event may hold as much text as thousands of others.
/// </summary>
public static class EventText
{
    /// <summary>Characters that one read of events gives; a little more when the last event goes beyond.</summary>
    public const long Limit = 8 * 1024 * 1024;

    /// <summary>Characters of an event's message and details.</summary>
    public static long LengthOf(SessionEvent e) =>
        (e.Message?.Length ?? 0L) + (e.Details?.Length ?? 0L);

    /// <summary>The same of all of them.</summary>
    public static long LengthOf(IEnumerable<StoredEvent> events) =>
        events.Sum(stored => LengthOf(stored.Event));
}
