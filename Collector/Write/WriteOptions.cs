namespace Collector.Write;

/// <summary>Section <c>Write</c> of the configuration.</summary>
internal sealed class WriteOptions
{
    /// <summary>
    /// Events and points that may wait for their commit; beyond it requests are refused as UNAVAILABLE. A tenth is kept for
    /// connections that have little waiting.
    /// </summary>
    public int MaxQueuedItems { get; set; } = 200_000;

    /// <summary>Of these, how many may have come by one connection.</summary>
    public int MaxQueuedItemsPerConnection { get; set; } = 100_000;

    /// <summary>
    /// Events and points of one commit at most; a larger request takes several. Fewer where they take longer than 20 ms to
    /// write.
    /// </summary>
    public int MaxCommitItems { get; set; } = 10_000;

    /// <summary>How often the collector states in the store that it can hear everyone.</summary>
    public TimeSpan HeartbeatInterval { get; set; } = TimeSpan.FromSeconds(1);
}
