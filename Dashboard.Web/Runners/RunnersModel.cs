using Sessions;

namespace Dashboard.Web.Runners;

/// <summary>All that the list of runners shows.</summary>
public sealed record RunnersModel
{
    public required RunnerFilter Filter { get; init; }

    /// <summary>Those that need attention first, then by name.</summary>
    public required IReadOnlyList<RunnerStatus> Runners { get; init; }

    /// <summary>By name: what the newest session of a runner without money measured.</summary>
    public required IReadOnlyDictionary<string, FigureSeries> Figures { get; init; }

    /// <summary>Where the next page begins; null on the last.</summary>
    public required string? Next { get; init; }

    public required TelemetryHealth Telemetry { get; init; }

    public required TimeZoneInfo Zone { get; init; }

    public required DateTimeOffset Now { get; init; }

    public int Unwell => Runners.Count(runner => !runner.IsHealthy);

    public int Running => Runners.Count(runner => runner.State == RunnerState.Running);

    /// <summary>The runner whose session is due next.</summary>
    public RunnerStatus? NextDue =>
        Runners.Where(runner => runner.NextDue >= Now).MinBy(runner => runner.NextDue);

    /// <summary>Of all sessions that the rows show, in percent; null without any.</summary>
    public double? SuccessRate
    {
        get
        {
            var good = Runners.Sum(runner => runner.Outcomes.Count(outcome => outcome.IsGood));
            var bad = Runners.Sum(runner => runner.Outcomes.Count(outcome => outcome.IsBad));
            return good + bad == 0 ? null : 100.0 * good / (good + bad);
        }
    }

    /// <summary>Of the tab.</summary>
    public string Title => Unwell > 0 ? $"({Unwell}) Runners" : "Runners";

    /// <summary>Of the tab.</summary>
    public string Icon =>
        Runners.Any(runner => runner.State is RunnerState.Failing or RunnerState.Overdue) ? "bad"
        : Unwell > 0 ? "warn"
        : Running > 0 ? "ok"
        : "idle";
}
