using Sessions;

namespace Alerts.Configuration;

/// <summary>What rules look at.</summary>
/// <param name="Kind">What is the matter.</param>
/// <param name="Runner">Whose; null for what is nobody's.</param>
/// <param name="Held">For how long it has been so.</param>
internal sealed record Matter(IncidentKind Kind, string? Runner, TimeSpan Held)
{
    /// <summary>Parameters and environment of the session, by name; null when no rule asks for them.</summary>
    public IReadOnlyDictionary<string, string>? Labels { get; init; }

    /// <summary>Phase that the session is in or ended in.</summary>
    public string? Phase { get; init; }

    /// <summary>The limit that a figure is beyond.</summary>
    public FigureLimit? Limit { get; init; }
}

/// <summary>A limit of a figure, as a rule sets it.</summary>
internal sealed record FigureLimit(string Figure, double? Above, double? Below)
{
    /// <summary>For example <c>rows below 100</c>.</summary>
    public override string ToString() =>
        string.Create(
            System.Globalization.CultureInfo.InvariantCulture,
            $"{Figure}{(Above is { } above ? $" above {above}" : "")}{(Above is not null && Below is not null ? " or" : "")}{(Below is { } below ? $" below {below}" : "")}"
        );

    public bool IsBeyond(double value) => value > Above || value < Below;
}

/// <summary>A channel that is told.</summary>
/// <param name="Channel">Its name.</param>
/// <param name="IgnoresQuietHours">Whether it is told also in its quiet hours.</param>
internal readonly record struct Recipient(string Channel, bool IgnoresQuietHours);
