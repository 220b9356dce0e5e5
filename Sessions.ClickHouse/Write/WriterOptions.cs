namespace Sessions.ClickHouse.Write;

/// <summary>What bounds a writer.</summary>
public sealed record WriterOptions
{
    /// <summary>Sessions kept in memory, about 2 KB each.</summary>
    public int HotSessions { get; init; } = 16_384;

    /// <summary>
    /// Identities of events kept in memory, some 30 bytes each, so that a new event is not looked for in the store. Those of
    /// the sessions that were quiet longest give way.
    /// </summary>
    public int HotEvents { get; init; } = 1_000_000;

    /// <summary>Events of all writers that may wait for their trace's session; the oldest give way.</summary>
    public int WaitingEvents { get; init; } = 100_000;
}
