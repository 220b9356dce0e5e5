using Sessions;

namespace Alerts.Incidents;

/// <summary>Something that is the matter now.</summary>
/// <param name="Key">The same as long as it is the same matter: at most one incident of a key is open.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Runner">Whose; null for what is nobody's.</param>
/// <param name="SessionId">Which session's; null without one.</param>
/// <param name="Since">Since when, by the collector's clock, UTC.</param>
/// <param name="Sentence">What a person should know; null where the session says it, which is read when it is needed.</param>
internal sealed record Condition(
    string Key,
    IncidentKind Kind,
    string? Runner,
    string? SessionId,
    DateTimeOffset Since,
    string? Sentence
)
{
    public const string TelemetryKey = "telemetry";

    /// <summary>What is the matter with a runner: its sessions, and that none has started; each by itself.</summary>
    public static IEnumerable<Condition> Of(RunnerStatus runner)
    {
        if (OfSessions(runner) is { } trouble)
        {
            yield return trouble;
        }

        if (runner.State == RunnerState.Overdue)
        {
            yield return new Condition(
                $"overdue:{runner.Name}",
                IncidentKind.Overdue,
                runner.Name,
                null,
                runner.NextDue!.Value,
                runner.Sentence
            );
        }
    }

    /// <summary>
    /// A session that hangs now; otherwise the newest one that succeeded, ended badly or is lost decides. What runs
    /// after a bad end does not make it good before it succeeds.
    /// </summary>
    private static Condition? OfSessions(RunnerStatus runner)
    {
        if (runner.CurrentVerdict is { Kind: VerdictKind.Hung } hung)
        {
            return OfSession(
                runner,
                runner.Current!.Id,
                IncidentKind.Hung,
                hung.Since ?? runner.Now,
                hung.Sentence
            );
        }

        foreach (var outcome in runner.Outcomes)
        {
            if (outcome.IsGood || runner.IsRetired)
            {
                return null;
            }

            if (outcome.IsBad)
            {
                return OfSession(
                    runner,
                    outcome.Session.Id,
                    KindOf(outcome.Kind),
                    outcome.Session.StartedAt + (outcome.Session.Duration ?? TimeSpan.Zero),
                    null
                );
            }
        }

        return null;
    }

    private static Condition OfSession(
        RunnerStatus runner,
        string id,
        IncidentKind kind,
        DateTimeOffset since,
        string? sentence
    ) => new($"session:{runner.Name}", kind, runner.Name, id, since, sentence);

    internal static IncidentKind KindOf(VerdictKind bad) =>
        bad switch
        {
            VerdictKind.Error => IncidentKind.Error,
            VerdictKind.Timeout => IncidentKind.Timeout,
            VerdictKind.Lost => IncidentKind.Lost,
            _ => IncidentKind.Failed,
        };
}
