namespace Sessions;

/// <summary>What a verdict needs to know beside the session itself.</summary>
public sealed record VerdictContext
{
    /// <summary>The present moment by the collector's clock, UTC.</summary>
    public required DateTimeOffset Now { get; init; }

    public TelemetryHealth Telemetry { get; init; } = TelemetryHealth.Unknown;

    /// <summary>
    /// The longest time between two signs of work that earlier sessions of the same runner took without harm,
    /// in seconds; absent when there is none.
    /// </summary>
    public double? UsualWorkGapSeconds { get; init; }
}

/// <summary>Whether signals can reach the store at all: without that, silence says nothing about a runner.</summary>
/// <param name="Reachable">The collector answers.</param>
/// <param name="Writing">The collector can write to the store.</param>
/// <param name="ReceivingSince">Since when both have been so without a break; silence before it does not count.</param>
/// <param name="DownSince">Since when one of them has not been so.</param>
public sealed record TelemetryHealth(
    bool Reachable,
    bool Writing,
    DateTimeOffset? ReceivingSince,
    DateTimeOffset? DownSince
)
{
    /// <summary>Nothing is known of the collector, and nothing speaks against it.</summary>
    public static TelemetryHealth Unknown { get; } = new(true, true, null, null);
}
