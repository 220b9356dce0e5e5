using Alerts.Configuration;
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

    private readonly string? _factsOf;

    /// <summary>The session whose labels and phase rules look at; its own by default.</summary>
    public string? FactsOf
    {
        get => _factsOf ?? SessionId;
        init => _factsOf = value;
    }

    /// <summary>The limit that is exceeded; null for other kinds.</summary>
    public FigureLimit? Limit { get; init; }

    public static string SessionKey(string runner) => $"session:{runner}";

    public static string FinishedKey(string runner) => $"finished:{runner}";

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
            )
            {
                FactsOf = runner.Latest.Id,
            };
        }
    }

    /// <summary>
    /// A session that hangs now; otherwise the newest one that succeeded, ended badly or is lost decides. What runs
    /// after a bad end does not make it good before it succeeds. A session that is late is the matter only where nothing
    /// worse is.
    /// </summary>
    private static Condition? OfSessions(RunnerStatus runner)
    {
        if (runner.CurrentVerdict is { Kind: VerdictKind.Hung } hung)
        {
            return OfCurrent(runner, hung, IncidentKind.Hung);
        }

        var decided = runner.Outcomes.FirstOrDefault(outcome => outcome.IsGood || outcome.IsBad);
        return decided.Session.Id is not null && decided.IsBad && !runner.IsRetired
                ? Judged.Of(runner, decided).Trouble
            : runner.CurrentVerdict is { Kind: VerdictKind.Late } late
                ? OfCurrent(runner, late, IncidentKind.Late)
            : null;
    }

    private static Condition OfCurrent(RunnerStatus runner, Verdict verdict, IncidentKind kind) =>
        new(
            SessionKey(runner.Name),
            kind,
            runner.Name,
            runner.Current!.Id,
            verdict.Since ?? runner.Now,
            verdict.Sentence
        );

    internal static IncidentKind KindOf(VerdictKind bad) =>
        bad switch
        {
            VerdictKind.Error => IncidentKind.Error,
            VerdictKind.Timeout => IncidentKind.Timeout,
            VerdictKind.Lost => IncidentKind.Lost,
            _ => IncidentKind.Failed,
        };
}
