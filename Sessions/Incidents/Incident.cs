namespace Sessions;

/// <summary>A matter from when it was noticed until it was over.</summary>
/// <param name="Id">Unique.</param>
/// <param name="Key">The same for the same matter of the same runner: at most one incident of a key is open.</param>
/// <param name="Kind">The worst that it has been.</param>
/// <param name="Runner">Whose; null for what is nobody's.</param>
/// <param name="SessionId">The session that it is about; null without one.</param>
/// <param name="Since">Since when, by the collector's clock, UTC.</param>
/// <param name="OpenedAt">When it was noticed, UTC.</param>
/// <param name="ResolvedAt">When it was over, UTC; null while it is not.</param>
/// <param name="Sentence">What was said of it.</param>
public sealed record Incident(
    string Id,
    string Key,
    IncidentKind Kind,
    string? Runner,
    string? SessionId,
    DateTimeOffset Since,
    DateTimeOffset OpenedAt,
    DateTimeOffset? ResolvedAt,
    string Sentence
)
{
    /// <summary>Why nobody was told of it, if so.</summary>
    public IncidentSilence Silence { get; init; }
}

/// <summary>Why nobody is told of an incident.</summary>
public enum IncidentSilence
{
    /// <summary>Whoever the rules name is told.</summary>
    None,

    /// <summary>The same matter opened too often within an hour; it is told once that calms down.</summary>
    Flapping,

    /// <summary>It was old already when the alerter first looked.</summary>
    Old,
}
