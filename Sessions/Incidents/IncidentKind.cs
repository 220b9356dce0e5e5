namespace Sessions;

/// <summary>What is the matter. The first seven are in order: one incident can go from each to a later one.</summary>
public enum IncidentKind
{
    /// <summary>Heartbeats of a session are missing; told only by a rule that names it.</summary>
    Late,

    /// <summary>A session is alive but makes no progress.</summary>
    Hung,

    /// <summary>A session stopped without an end.</summary>
    Lost,

    /// <summary>A session ended as failed.</summary>
    Failed,

    /// <summary>A session was stopped by an error.</summary>
    Error,

    /// <summary>A session was stopped at a time limit.</summary>
    Timeout,

    /// <summary>A session was due and did not start.</summary>
    Overdue,

    /// <summary>The collector does not hear the runners.</summary>
    TelemetryDown,

    /// <summary>A checkpoint of a session failed; told only by a rule that names it.</summary>
    CheckFailed,

    /// <summary>A figure of a session is beyond the limit of a rule.</summary>
    Figure,

    /// <summary>A session ended in success; told only by a rule that names it.</summary>
    Finished,
}

/// <summary>What becomes of an incident.</summary>
public enum IncidentEvent
{
    Opened,

    /// <summary>It is worse than it was.</summary>
    Escalated,

    Resolved,

    /// <summary>It was over before anybody could be told.</summary>
    Passed,

    /// <summary>Several things that could not be told when they happened.</summary>
    Summary,

    /// <summary>A person asked for it.</summary>
    Test,

    /// <summary>The report that a channel is sent at a set time.</summary>
    Digest,
}
