using Alerts.Incidents;

namespace Alerts.Watch;

/// <summary>What one look over the store has found.</summary>
internal sealed class Survey
{
    /// <summary>What is the matter now.</summary>
    public List<Condition> Conditions { get; } = [];

    /// <summary>Keys of which nothing can be said now.</summary>
    public HashSet<string> Undecided { get; } = [];

    /// <summary>What was over before it was noticed.</summary>
    public List<IncidentChange> Passed { get; } = [];

    /// <summary>For runners the newest start that was looked at, where it is another than before.</summary>
    public List<(string Runner, DateTimeOffset Start)> Seen { get; } = [];

    /// <summary>Every runner.</summary>
    public HashSet<string> Known { get; } = [];

    /// <summary>Runners of which no session is expected any more.</summary>
    public HashSet<string> Retired { get; } = [];
}
