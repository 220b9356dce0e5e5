using Runner.Telemetry.Trading;

namespace Runner.Telemetry;

/// <summary>What is known of a session when it starts.</summary>
public sealed record RunnerSessionOptions
{
    /// <summary>Who runs: shown as the session's name.</summary>
    public required string RunnerName { get; init; }

    /// <summary>How many phases are planned; 0 when that is not known.</summary>
    public int PhaseCount { get; init; }

    /// <summary>Whether the session acts on nothing outside of itself; null, the default, when that is no question.</summary>
    public bool? DryRun { get; init; }

    /// <summary>How often the session sends a heartbeat: above zero, at most a day. A reader calls a session late after two
    /// missed heartbeats, lost after three.</summary>
    public TimeSpan HeartbeatInterval { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>When sessions of this runner are due; null when they are not on a schedule.</summary>
    public RunnerSchedule? Schedule { get; init; }

    /// <summary>The account that the session trades; null, the default, for a runner without money.</summary>
    public TradingAccount? Account { get; init; }

    /// <summary>What the session was started with, shown with it and compared between sessions; the names come without the
    /// prefix <c>runner.param.</c>.</summary>
    public IReadOnlyDictionary<string, object> Parameters { get; init; } =
        new Dictionary<string, object>();

    /// <summary>Attributes of one's own. Names that begin with <c>runner.</c> are reserved.</summary>
    public IReadOnlyDictionary<string, object> Attributes { get; init; } =
        new Dictionary<string, object>();

    /// <summary>Identity of the session; null, the default, makes a fresh UUIDv7 for every start. Give that of an earlier
    /// session to go on with it in another process.</summary>
    public string? SessionId { get; init; }
}
