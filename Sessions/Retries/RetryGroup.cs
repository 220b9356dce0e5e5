namespace Sessions;

/// <summary>The attempts at one thing that failed, from the first to its outcome.</summary>
public sealed record RetryGroup
{
    /// <summary>The phase; null outside any.</summary>
    public required string? Phase { get; init; }

    /// <summary>In order of time, at least one; an attempt stated twice (tried, then its outcome) stands once.</summary>
    public required IReadOnlyList<RetryAttempt> Attempts { get; init; }

    /// <summary>
    /// <see cref="EventStatus.Retrying"/> as long as it goes on, otherwise <see cref="EventStatus.Success"/> or
    /// <see cref="EventStatus.Failed"/>: as stated, or as what followed shows.
    /// </summary>
    public required EventStatus Outcome { get; init; }

    public RetryAttempt Last => Attempts[^1];

    public DateTimeOffset StartedAt => Attempts[0].At;

    /// <summary>How many attempts there are to be, where the runner says so.</summary>
    public int? Max => Attempts.Max(a => a.Max);

    /// <summary>What failed, as last stated.</summary>
    public string? Reason => Attempts.LastOrDefault(a => a.Reason is not null)?.Reason;

    /// <summary>When the next attempt is due, by the runner's clock; null when none is or none was announced.</summary>
    public DateTimeOffset? NextDueAt =>
        Outcome == EventStatus.Retrying && Last.Delay is { } delay ? Last.At + delay : null;
}

/// <summary>One attempt.</summary>
/// <param name="Id">The event that stated it first.</param>
/// <param name="Number">From 1; where the runner does not count, its place in the group.</param>
/// <param name="Max">How many there are to be, where stated.</param>
/// <param name="At">When it was stated first, by the runner's clock.</param>
/// <param name="Status">retrying, success or failed.</param>
/// <param name="Delay">How long until the next attempt, where stated.</param>
/// <param name="Reason">What failed, where stated.</param>
public sealed record RetryAttempt(
    EventId Id,
    int Number,
    int? Max,
    DateTimeOffset At,
    EventStatus Status,
    TimeSpan? Delay,
    string? Reason
);
