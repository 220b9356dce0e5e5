namespace Sessions.ClickHouse.Write;

/// <summary>What bounds a writer.</summary>
public sealed record WriterOptions
{
    /// <summary>Sessions kept in memory, about 2 KB each.</summary>
    public int HotSessions { get; init; } = 16_384;

    /// <summary>Events of all writers that may wait for their trace's session; the oldest give way.</summary>
    public int WaitingEvents { get; init; } = 100_000;
}
