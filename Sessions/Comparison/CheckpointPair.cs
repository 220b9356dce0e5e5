namespace Sessions;

/// <summary>One checkpoint in both sessions.</summary>
/// <param name="Place">Which one.</param>
/// <param name="Left">Null where it is not.</param>
/// <param name="Right">Null where it is not.</param>
public sealed record CheckpointPair(
    CheckpointPlace Place,
    ComparedCheckpoint? Left,
    ComparedCheckpoint? Right
)
{
    /// <summary>Time elapsed since the start, in the session that got there first.</summary>
    public TimeSpan At => SessionComparison.Earlier(Left?.Offset, Right?.Offset);

    internal SessionDifference? Difference(SessionState left, SessionState right)
    {
        var differs =
            (Left is null && Passed(left, Place.Phase))
            || (Right is null && Passed(right, Place.Phase))
            || (Left is not null && Right is not null && Left.Status != Right.Status);
        return differs
            ? new SessionDifference(
                At,
                $"Checkpoint {Place.Name}"
                    + (Place.Phase.Length > 0 ? $" in {PhaseTitle.Of(Place.Phase)}" : "")
                    + (Place.Occurrence > 1 ? $" (no. {Place.Occurrence})" : ""),
                Say(Left),
                Say(Right)
            )
            : null;
    }

    /// <summary>Whether a checkpoint of this phase can no longer come.</summary>
    private static bool Passed(SessionState session, string phase) =>
        session.HasEnded || session.NamedPhases.Any(p => p.Name == phase && p.EndedAt is not null);

    private static string Say(ComparedCheckpoint? checkpoint) =>
        checkpoint is null ? SessionDifference.Absent
        : checkpoint.Status is { } status ? WireName.Of(status)
        : "without a status";
}

/// <summary>What makes a checkpoint the same one in two sessions.</summary>
/// <param name="Phase">Empty outside any.</param>
/// <param name="Name">Its name.</param>
/// <param name="Occurrence">From 1: the how manieth of that name in that phase.</param>
public readonly record struct CheckpointPlace(string Phase, string Name, int Occurrence);

/// <summary>A checkpoint by elapsed time.</summary>
/// <param name="Id">Its event.</param>
/// <param name="Offset">Time since the session's start.</param>
/// <param name="Status">pass, fail or warn.</param>
/// <param name="Message">What it says.</param>
public sealed record ComparedCheckpoint(
    EventId Id,
    TimeSpan Offset,
    EventStatus? Status,
    string? Message
)
{
    internal static Dictionary<CheckpointPlace, ComparedCheckpoint> ByPlace(
        SessionState session,
        IEnumerable<SessionEvent> events
    )
    {
        Dictionary<(string, string), int> seen = [];
        Dictionary<CheckpointPlace, ComparedCheckpoint> checkpoints = [];
        foreach (
            var e in events
                .Where(e => e is { Type: EventType.Checkpoint, Checkpoint: not null })
                .OrderBy(e => e.Timestamp)
                .ThenBy(e => e.Id.Value)
        )
        {
            var key = (e.Phase ?? "", e.Checkpoint!);
            var occurrence = seen[key] = seen.GetValueOrDefault(key) + 1;
            checkpoints[new CheckpointPlace(key.Item1, key.Item2, occurrence)] = new(
                e.Id,
                e.Timestamp - session.StartedAt,
                e.Status,
                e.Message
            );
        }

        return checkpoints;
    }
}
