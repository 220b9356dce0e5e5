namespace Runner.Telemetry;

/// <summary>What is known of a run of a phase when it starts.</summary>
public sealed record RunnerPhaseOptions
{
    /// <summary>Which phase it is a run of: the same for every run.</summary>
    public required string Name { get; init; }

    /// <summary>How long the run may take, above zero; null for no limit. <see cref="RunnerSession.StartPhase(RunnerPhaseOptions)"/>
    /// states it, <see cref="RunnerSession.RunPhaseAsync(RunnerPhaseOptions, Func{RunnerPhase, CancellationToken, Task}, CancellationToken)"/>
    /// also enforces it.</summary>
    public TimeSpan? TimeLimit { get; init; }

    /// <summary>How many steps of <see cref="RunnerPhase.Progress"/> make the run complete, above zero; null when that is not
    /// known yet, see <see cref="RunnerPhase.SetProgressTotal"/>.</summary>
    public long? ProgressTotal { get; init; }

    /// <summary>Attributes of one's own. Names that begin with <c>runner.</c> are reserved.</summary>
    public IReadOnlyDictionary<string, object> Attributes { get; init; } =
        new Dictionary<string, object>();
}
