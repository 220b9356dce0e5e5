using Alerts.Configuration;
using Sessions;

namespace Alerts.Incidents;

/// <summary>A step of an incident.</summary>
internal sealed record IncidentChange(IncidentEvent Event, Incident Incident)
{
    /// <summary>The session whose labels and phase rules look at; null without one.</summary>
    public string? FactsOf { get; init; }

    /// <summary>The limit that is exceeded; null for other kinds.</summary>
    public FigureLimit? Limit { get; init; }
}
