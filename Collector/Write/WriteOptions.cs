namespace Collector.Write;

/// <summary>Section <c>Write</c> of the configuration.</summary>
internal sealed class WriteOptions
{
    /// <summary>Events and points that may wait for their commit; beyond it requests are refused as UNAVAILABLE.</summary>
    public int MaxQueuedItems { get; set; } = 200_000;

    /// <summary>Events and points that one commit takes at most, unless a single request holds more.</summary>
    public int MaxCommitItems { get; set; } = 20_000;

    /// <summary>How often a store that could not be written is tried while no request does.</summary>
    public TimeSpan TryAgainAfter { get; set; } = TimeSpan.FromSeconds(2);
}
