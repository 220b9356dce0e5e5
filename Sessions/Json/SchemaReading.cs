namespace Sessions;

/// <summary>How strictly the event and the summary schema are read.</summary>
public sealed record SchemaReading
{
    /// <summary>
    /// Every field must be as the schema says, times need an offset, and an event names its session. Unknown fields are
    /// allowed and kept.
    /// </summary>
    public static SchemaReading Strict { get; } = new();

    /// <summary>
    /// Only what makes an event or a summary must be right (its type, time and session); anything else that does not fit is kept
    /// among the details as it stands. Case does not count, and the levels of Python's logging are known.
    /// </summary>
    public static SchemaReading Lenient { get; } = new() { IsLenient = true };

    public bool IsLenient { get; init; }

    /// <summary>What times without an offset mean; null refuses them.</summary>
    public TimeZoneInfo? NaiveTimes { get; init; }

    /// <summary>The session of an event that names none; null refuses it.</summary>
    public string? DefaultSession { get; init; }
}
