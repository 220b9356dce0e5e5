using System.Text.Json;
using Alerts.Configuration;
using Sessions;

namespace Alerts.Watch;

/// <summary>Reads what rules look at; of a session only when a rule looks at sessions.</summary>
internal sealed class MatterReader(ISessionReader reader, Rules rules)
{
    /// <param name="matter">Kind, runner and time.</param>
    /// <param name="sessionId">The session whose labels and phase count; null without one.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async ValueTask<Matter> WithFactsAsync(
        Matter matter,
        string? sessionId,
        CancellationToken cancellationToken
    )
    {
        if (
            !rules.NeedSession
            || sessionId is null
            || await reader.FindAsync(sessionId, cancellationToken) is not { } session
        )
        {
            return matter;
        }

        var facts = await RunFactsReads.FindAsync(reader, sessionId, cancellationToken);
        return matter with { Phase = PhaseOf(session), Labels = LabelsOf(facts) };
    }

    /// <summary>The phase that it is in; of one that ended, the last one that did not end well.</summary>
    private static string? PhaseOf(SessionState session) =>
        session.CurrentPhase?.Name
        ?? session
            .NamedPhases.LastOrDefault(phase =>
                phase.StartedAt is not null
                && phase.Status is not (PhaseStatus.Success or PhaseStatus.Skipped)
            )
            ?.Name
        ?? session.NamedPhases.LastOrDefault()?.Name;

    private static Dictionary<string, string> LabelsOf(RunFacts? facts)
    {
        var labels = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var json in new[] { facts?.Environment, facts?.Parameters }.OfType<string>())
        {
            using var document = JsonDocument.Parse(json);
            foreach (var property in document.RootElement.EnumerateObject())
            {
                labels[property.Name] = property.Value.ToString();
            }
        }

        return labels;
    }
}
