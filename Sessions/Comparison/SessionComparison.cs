namespace Sessions;

/// <summary>Two sessions side by side, by the time elapsed since each one's start.</summary>
/// <param name="Phases">Every phase of either, in the left one's order, then those that only the right one has.</param>
/// <param name="Checkpoints">Every checkpoint of either, in order of the earlier of its two times.</param>
/// <param name="FirstDifference">Where they first part; null as long as they agree.</param>
public sealed record SessionComparison(
    IReadOnlyList<PhasePair> Phases,
    IReadOnlyList<CheckpointPair> Checkpoints,
    SessionDifference? FirstDifference
)
{
    /// <summary>
    /// Compares what the sessions did, not how fast: a phase or checkpoint that only one has, or that went differently.
    /// What a running session has not reached yet is no difference.
    /// </summary>
    /// <param name="left">One session.</param>
    /// <param name="leftEvents">Its events in any order; only checkpoints count.</param>
    /// <param name="right">The other.</param>
    /// <param name="rightEvents">Its events.</param>
    /// <param name="now">The present by the collector's clock, for what still runs.</param>
    public static SessionComparison Of(
        SessionState left,
        IEnumerable<SessionEvent> leftEvents,
        SessionState right,
        IEnumerable<SessionEvent> rightEvents,
        DateTimeOffset now
    )
    {
        var phases = PhasePairs(left, right, now);
        var checkpoints = CheckpointPairs(left, leftEvents, right, rightEvents);
        var first = phases
            .Select(p => p.Difference(left, right))
            .Concat(checkpoints.Select(c => c.Difference(left, right)))
            .OfType<SessionDifference>()
            .MinBy(d => d.At);
        return new SessionComparison(phases, checkpoints, first ?? Ends(left, right));
    }

    private static List<PhasePair> PhasePairs(
        SessionState left,
        SessionState right,
        DateTimeOffset now
    )
    {
        var rights = right.NamedPhases.ToDictionary(p => p.Name);
        List<PhasePair> pairs = [];
        foreach (var phase in left.NamedPhases)
        {
            rights.Remove(phase.Name, out var other);
            pairs.Add(
                new PhasePair(
                    phase.Name,
                    ComparedPhase.Of(left, phase, now),
                    other is null ? null : ComparedPhase.Of(right, other, now)
                )
            );
        }

        pairs.AddRange(
            right
                .NamedPhases.Where(p => rights.ContainsKey(p.Name))
                .Select(p => new PhasePair(p.Name, null, ComparedPhase.Of(right, p, now)))
        );
        return pairs;
    }

    private static List<CheckpointPair> CheckpointPairs(
        SessionState left,
        IEnumerable<SessionEvent> leftEvents,
        SessionState right,
        IEnumerable<SessionEvent> rightEvents
    )
    {
        var lefts = ComparedCheckpoint.ByPlace(left, leftEvents);
        var rights = ComparedCheckpoint.ByPlace(right, rightEvents);
        return
        [
            .. lefts
                .Keys.Union(rights.Keys)
                .Select(place => new CheckpointPair(
                    place,
                    lefts.GetValueOrDefault(place),
                    rights.GetValueOrDefault(place)
                ))
                .OrderBy(pair => pair.At)
                .ThenBy(pair => pair.Place.Phase, StringComparer.Ordinal)
                .ThenBy(pair => pair.Place.Name, StringComparer.Ordinal)
                .ThenBy(pair => pair.Place.Occurrence),
        ];
    }

    private static SessionDifference? Ends(SessionState left, SessionState right) =>
        left.HasEnded && right.HasEnded && left.Status != right.Status
            ? new SessionDifference(
                Earlier(left.Runtime(left.EndedAt!.Value), right.Runtime(right.EndedAt!.Value)),
                "Session",
                WireName.Of(left.Status),
                WireName.Of(right.Status)
            )
            : null;

    internal static TimeSpan Earlier(TimeSpan? a, TimeSpan? b) =>
        a is null ? b ?? TimeSpan.Zero
        : b is null || a <= b ? a.Value
        : b.Value;
}

/// <summary>Where two sessions part.</summary>
/// <param name="At">Time elapsed since the start, in the one that got there first.</param>
/// <param name="What">The thing, for people: <c>Checkpoint lint_ok in Data Phase</c>.</param>
/// <param name="Left">How it went on the left; <c>absent</c> where it is not.</param>
/// <param name="Right">How it went on the right.</param>
public sealed record SessionDifference(TimeSpan At, string What, string Left, string Right)
{
    internal const string Absent = "absent";

    public string Sentence => $"{What} at {HumanDuration.Of(At)}: {Left} there, {Right} here.";
}
