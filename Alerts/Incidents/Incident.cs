namespace Alerts.Incidents;

/// <summary>A matter from when it was noticed until it was over.</summary>
/// <param name="Id">Unique.</param>
/// <param name="Key">Of the condition.</param>
/// <param name="Kind">The worst that it has been.</param>
/// <param name="Runner">Whose; null for what is nobody's.</param>
/// <param name="SessionId">The session that it is about; null without one.</param>
/// <param name="Since">Since when, by the collector's clock, UTC.</param>
/// <param name="OpenedAt">When it was noticed, UTC.</param>
/// <param name="ResolvedAt">When it was over, UTC; null while it is not.</param>
/// <param name="Sentence">What was said of it.</param>
internal sealed record Incident(
    string Id,
    string Key,
    IncidentKind Kind,
    string? Runner,
    string? SessionId,
    DateTimeOffset Since,
    DateTimeOffset OpenedAt,
    DateTimeOffset? ResolvedAt,
    string Sentence
);

/// <summary>What becomes of an incident.</summary>
internal enum IncidentEvent
{
    Opened,

    /// <summary>It is worse than it was.</summary>
    Escalated,

    Resolved,

    /// <summary>It was over before anybody could be told.</summary>
    Passed,

    /// <summary>Several passed while nobody looked.</summary>
    Summary,

    /// <summary>A person asked for it.</summary>
    Test,
}

/// <summary>A step of an incident.</summary>
internal sealed record IncidentChange(IncidentEvent Event, Incident Incident);
