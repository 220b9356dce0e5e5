using Dashboard.Web.SessionList;
using Sessions;

namespace Dashboard.Web.Runners;

/// <summary>All that the page of one runner shows.</summary>
public sealed record RunnerModel
{
    public required RunnerStatus Status { get; init; }

    /// <summary>Its newest sessions, oldest first, for the charts.</summary>
    public required IReadOnlyList<RunnerPoint> Points { get; init; }

    /// <summary>Its newest sessions as rows, newest first.</summary>
    public required IReadOnlyList<ListRow> Rows { get; init; }

    /// <summary>What its sessions measure of their own, the main figure first.</summary>
    public required IReadOnlyList<RunnerFigure> Figures { get; init; }

    /// <summary>Why sessions ended badly, the most frequent reason first.</summary>
    public required IReadOnlyList<FailureReason> Failures { get; init; }

    /// <summary>What changed when it began to fail; null while it does not.</summary>
    public required FirstFailure? FirstFailure { get; init; }

    public required TimeZoneInfo Zone { get; init; }

    /// <summary>Whether its sessions have to do with money.</summary>
    public bool HasReturns => Points.Count(point => point.Roi is not null) > 1;
}

/// <summary>A session on the charts.</summary>
/// <param name="Outcome">How it ended or is doing.</param>
/// <param name="Seconds">How long it took, or has taken so far.</param>
/// <param name="Roi">In percent; null without a capital.</param>
public sealed record RunnerPoint(RunnerOutcome Outcome, double Seconds, double? Roi);

/// <summary>A figure from session to session.</summary>
/// <param name="Figure">The figure.</param>
/// <param name="Values">Its last value in each session, oldest first; null where a session has none.</param>
public sealed record RunnerFigure(
    Figure Figure,
    IReadOnlyList<(RunnerOutcome Outcome, double? Value)> Values
);

/// <summary>A reason for which sessions ended badly.</summary>
/// <param name="Text">As stated, or how the sessions ended where none was.</param>
/// <param name="Count">How many sessions.</param>
/// <param name="Latest">The newest of them.</param>
public sealed record FailureReason(string Text, int Count, RunnerSession Latest);

/// <summary>The last session that succeeded and the first one after it that ended badly.</summary>
/// <param name="Good">The last success.</param>
/// <param name="Bad">The first bad end after it.</param>
/// <param name="Changes">Parameters and surroundings that are not the same.</param>
public sealed record FirstFailure(
    RunnerSession Good,
    RunnerSession Bad,
    IReadOnlyList<ChangedFact> Changes
);

/// <summary>A parameter, or a resource attribute, that two sessions do not share.</summary>
/// <param name="Name">Of the parameter or attribute.</param>
/// <param name="Before">Null where only the later session has it.</param>
/// <param name="After">Null where only the earlier session has it.</param>
public sealed record ChangedFact(string Name, string? Before, string? After);
