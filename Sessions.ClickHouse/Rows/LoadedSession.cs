namespace Sessions.ClickHouse.Rows;

/// <summary>A session as it stands in memory: its state, and the rows that the state takes in.</summary>
internal sealed class LoadedSession(SessionState state, Coverage covers, bool hasPoints)
{
    public SessionState State { get; set; } = state;

    public Coverage Covers { get; } = covers;

    public bool HasPoints { get; set; } = hasPoints;

    /// <summary>Its own figures and who counts them; null until a writer needs it.</summary>
    public HashSet<(
        (string, FigureKind, bool, string?) Figure,
        FigureSource Source
    )>? Figures { get; set; }

    /// <summary>What the state takes in, by identity; of use to a writer alone.</summary>
    public TakenIn TakenIn { get; set; } = new(long.MaxValue, isWhole: false);

    /// <summary>The state has to be folded anew before it is right.</summary>
    public bool NeedsRefold { get; set; }

    /// <summary>The writer's count of batches when it was last used.</summary>
    public long LastUsed { get; set; }
}
