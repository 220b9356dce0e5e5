namespace Sessions;

/// <summary>One phase in both sessions.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Left">Null where it is not.</param>
/// <param name="Right">Null where it is not.</param>
public sealed record PhasePair(string Name, ComparedPhase? Left, ComparedPhase? Right)
{
    /// <summary>How much longer it took, or has taken, on the right; null unless both have begun it.</summary>
    public TimeSpan? Longer => Right?.Elapsed - Left?.Elapsed;

    internal SessionDifference? Difference(SessionState left, SessionState right)
    {
        var absent = (Left is null && left.HasEnded) || (Right is null && right.HasEnded);
        var unlike =
            Left is { Status: not PhaseStatus.Running } l
            && Right is { Status: not PhaseStatus.Running } r
            && l.Status != r.Status;
        return absent || unlike
            ? new SessionDifference(
                SessionComparison.Earlier(
                    unlike ? Left?.EndOffset : Left?.StartOffset,
                    unlike ? Right?.EndOffset : Right?.StartOffset
                ),
                PhaseTitle.Of(Name),
                Say(Left),
                Say(Right)
            )
            : null;
    }

    private static string Say(ComparedPhase? phase) =>
        phase is null ? SessionDifference.Absent : WireName.Of(phase.Status);
}

/// <summary>A phase by elapsed time.</summary>
/// <param name="StartOffset">Its start, since the session's; null when only its end is known.</param>
/// <param name="Elapsed">How long it took, or has taken.</param>
/// <param name="Status">How it stands.</param>
/// <param name="Totals">Its closed trades.</param>
public sealed record ComparedPhase(
    TimeSpan? StartOffset,
    TimeSpan? Elapsed,
    PhaseStatus Status,
    TradeTotals Totals
)
{
    /// <summary>Its end, or how far it is, since the session's start.</summary>
    public TimeSpan? EndOffset => StartOffset + Elapsed;

    internal static ComparedPhase Of(SessionState session, PhaseState phase, DateTimeOffset now) =>
        new(
            phase.StartedAt - session.StartedAt,
            phase.Elapsed(RunnerClock.Now(session, now)),
            phase.Status,
            phase.Totals
        );
}
