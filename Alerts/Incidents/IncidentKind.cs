namespace Alerts.Incidents;

/// <summary>What is the matter, from the least to the worst that one incident can become.</summary>
internal enum IncidentKind
{
    /// <summary>A session is alive and its work stands still.</summary>
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
}
