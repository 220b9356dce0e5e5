using System.IO.Enumeration;
using Sessions;

namespace Alerts.Configuration;

/// <summary>A rule from checked settings.</summary>
/// <param name="Number">From 1, as in the settings; 0 for what holds without any.</param>
internal sealed record Rule(int Number, string Runner, IReadOnlyCollection<IncidentKind> Kinds)
{
    /// <summary>What is told without being asked for.</summary>
    public static IReadOnlyCollection<IncidentKind> UsualKinds { get; } =
    [
        .. Enum.GetValues<IncidentKind>()
            .Except([
                IncidentKind.Late,
                IncidentKind.Finished,
                IncidentKind.CheckFailed,
                IncidentKind.Figure,
            ]),
    ];

    public required IReadOnlyCollection<string> Channels { get; init; }

    public IReadOnlyList<(string Name, string Value)> Labels { get; init; } = [];

    public string? Phase { get; init; }

    public TimeSpan After { get; init; }

    public bool IgnoresQuietHours { get; init; }

    public FigureLimit? Limit { get; init; }

    public bool IsOfRunner(string? runner) => Runner == "*" || Fits(Runner, runner ?? "");

    /// <summary>Whether it matches, apart from how long it has been so.</summary>
    public bool MatchesInTime(Matter matter) =>
        Kinds.Contains(matter.Kind)
        && IsOfRunner(matter.Runner)
        && (Phase is null || Fits(Phase, matter.Phase ?? ""))
        && Labels.All(label =>
            matter.Labels?.TryGetValue(label.Name, out var value) == true
            && Fits(label.Value, value)
        )
        && (matter.Kind != IncidentKind.Figure || Limit == matter.Limit);

    public bool Matches(Matter matter) => matter.Held >= After && MatchesInTime(matter);

    /// <summary>For example <c>rule 1 (runner back*, phase upload)</c>.</summary>
    public override string ToString() =>
        Number == 0
            ? "no rules are set: every channel is told"
            : $"rule {Number} (runner {Runner}"
                + string.Concat(Labels.Select(label => $", {label.Name}={label.Value}"))
                + (Phase is null ? "" : $", phase {Phase}")
                + (Limit is null ? "" : $", {Limit}")
                + ")";

    private static bool Fits(string pattern, string text) =>
        FileSystemName.MatchesSimpleExpression(pattern, text);
}
