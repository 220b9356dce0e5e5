namespace Runner.Telemetry;

/// <summary>What is known of a session when it starts.</summary>
public sealed record SessionOptions
{
    /// <summary>Who runs: shown as the session's name.</summary>
    public required string RunnerName { get; init; }

    /// <summary>How many phases are planned; 0 when that is not known.</summary>
    public int PhaseCount { get; init; }

    /// <summary>Whether the session acts on nothing outside of itself.</summary>
    public bool DryRun { get; init; } = true;

    /// <summary>Capital at the start, in units of <see cref="Currency"/>; null for a runner that does not deal in money,
    /// whose sessions then have no equity, no profit and no trades.</summary>
    public decimal? InitialCapital { get; init; }

    /// <summary>ISO 4217.</summary>
    public string Currency { get; init; } = "USD";

    /// <summary>How often the session beats. A reader calls a session late after two missed beats, lost after three.</summary>
    public TimeSpan HeartbeatInterval { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Identity of the session; null, which is the rule, makes a fresh UUIDv7 for every start.</summary>
    public string? SessionId { get; init; }
}
