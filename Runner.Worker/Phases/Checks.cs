using Runner.Telemetry;

namespace Runner.Worker.Phases;

/// <summary>Checkpoints that decide: one that fails also fails its phase.</summary>
static class Checks
{
    /// <exception cref="PhaseFailedException">The check did not hold.</exception>
    public static void Require(this RunnerPhase phase, string name, (bool Ok, string Message) check)
    {
        phase.Checkpoint(
            name,
            check.Ok ? CheckpointStatus.Pass : CheckpointStatus.Fail,
            check.Message
        );
        if (!check.Ok)
        {
            throw new PhaseFailedException($"{name}: {check.Message}");
        }
    }
}
