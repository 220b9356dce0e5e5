namespace Sessions.Sqlite.Retention;

/// <summary>What a store may hold. Sessions go whole, the ones that started first go first; one that was heard from within the last ten minutes stays.</summary>
public sealed record RetentionOptions
{
    /// <summary>How long after its newest signal a session is kept; absent: for ever.</summary>
    public TimeSpan? MaxAge { get; init; }

    /// <summary>How large the file may be, in bytes; absent: as large as it gets.</summary>
    public long? MaxBytes { get; init; }

    public bool IsBounded => MaxAge is not null || MaxBytes is not null;
}

/// <summary>What one step of retention did.</summary>
/// <param name="Sessions">Sessions taken off the list.</param>
/// <param name="Events">Events removed.</param>
/// <param name="IsDone">Nothing more to do now.</param>
public readonly record struct PruneStep(int Sessions, int Events, bool IsDone);
