using System.Text.Json.Serialization;

namespace Sessions;

/// <summary>What the values of a figure are.</summary>
[JsonConverter(typeof(WireNameConverter<FigureKind>))]
public enum FigureKind
{
    /// <summary>A value as it stands; of several the latest counts.</summary>
    Gauge,

    /// <summary>An amount that adds up through the session.</summary>
    Sum,

    /// <summary>Many values as their count, sum, least and greatest.</summary>
    Histogram,
}

/// <summary>
/// A metric of the runner's own, under <c>session.id</c>, that the conventions have no name for: rows copied, loss,
/// requests. One series: another value of any attribute is another figure.
/// </summary>
/// <param name="Name">The metric's name.</param>
/// <param name="Kind">What its values are.</param>
/// <param name="IsDelta">Whether a value counts from the one before, and not from the start.</param>
/// <param name="Attributes">The points' attributes without <c>session.id</c>: a JSON object in ordinal order of its keys;
/// null when there is none.</param>
public sealed record Figure(string Name, FigureKind Kind, bool IsDelta, string? Attributes)
{
    /// <summary>How many figures a session may have; what is beyond is only counted.</summary>
    public const int MostOfSession = 64;

    /// <summary>As the metric states it, in UCUM; empty where it does not.</summary>
    public string Unit { get; init; } = "";

    /// <summary>For people; empty where the metric states none.</summary>
    public string Description { get; init; } = "";

    /// <summary>What tells one figure from another.</summary>
    public (string Name, FigureKind Kind, bool IsDelta, string? Attributes) Key =>
        (Name, Kind, IsDelta, Attributes);

    /// <summary>The same figure with what either states of it; of two texts the ordinally greater.</summary>
    public Figure With(Figure other) =>
        other.Unit == Unit && other.Description == Description
            ? this
            : this with
            {
                Unit = SessionEvent.Greater(Unit, other.Unit)!,
                Description = SessionEvent.Greater(Description, other.Description)!,
            };
}
