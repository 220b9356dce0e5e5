namespace Sessions;

/// <summary>A session of a runner, and how it ended or is doing.</summary>
public readonly record struct RunnerOutcome(RunnerSession Session, VerdictKind Kind)
{
    /// <summary>It ended in success.</summary>
    public bool IsGood => Kind == VerdictKind.Success;

    /// <summary>It ended badly, or is lost.</summary>
    public bool IsBad =>
        Kind is VerdictKind.Failed or VerdictKind.Error or VerdictKind.Timeout or VerdictKind.Lost;

    /// <summary>It goes on.</summary>
    public bool IsOpen => !IsGood && !IsBad && Kind != VerdictKind.Cancelled;

    /// <summary>The verdict of a session that ended.</summary>
    internal static VerdictKind KindOf(SessionStatus ended) =>
        ended switch
        {
            SessionStatus.Success => VerdictKind.Success,
            SessionStatus.Failed => VerdictKind.Failed,
            SessionStatus.Error => VerdictKind.Error,
            SessionStatus.Timeout => VerdictKind.Timeout,
            SessionStatus.Cancelled => VerdictKind.Cancelled,
            _ => throw new ArgumentOutOfRangeException(nameof(ended), ended, "has not ended"),
        };
}
