namespace Sessions.Sqlite.Events;

/// <summary>Phase, type and level of an event in one number: what the feed filters by, and what its index is ordered by.</summary>
/// <param name="Value">Phase number · 256 + type · 16 + level.</param>
internal readonly record struct EventKind(long Value)
{
    public static EventKind Of(long phase, EventType type, EventLevel level) =>
        new(phase << 8 | (long)type << 4 | (long)level);

    /// <summary>Stands for all phases of a session beyond <see cref="MaxPhases"/>: the row says which one it is.</summary>
    public const long OtherPhases = 1L << 32;

    /// <summary>Phases of one session that have kinds of their own. A page of events takes a seek for each kind.</summary>
    public const int MaxPhases = 128;

    /// <summary>Number of the phase's name; 0 is outside any phase.</summary>
    public long Phase => Value >> 8;

    public EventType Type => (EventType)(Value >> 4 & 0xF);

    public EventLevel Level => (EventLevel)(Value & 0xF);
}
