using System.Text.Json.Serialization;

namespace Sessions;

/// <summary>What a runner is doing, whatever the number of its sessions.</summary>
[JsonConverter(typeof(WireNameConverter<RunnerState>))]
public enum RunnerState
{
    /// <summary>No session is open, none is due, and the latest one did not end badly.</summary>
    Idle,

    /// <summary>A session is open and not lost; its verdict says how it is doing.</summary>
    Running,

    /// <summary>A session was due and has not started.</summary>
    Overdue,

    /// <summary>The latest session ended badly or is lost.</summary>
    Failing,
}
