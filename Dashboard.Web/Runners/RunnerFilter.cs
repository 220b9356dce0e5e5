using Sessions;

namespace Dashboard.Web.Runners;

/// <summary>What the list of runners shows; it stands in the page's address.</summary>
/// <param name="State">Only runners in this state; null for all.</param>
/// <param name="Text">Part of the name.</param>
/// <param name="After">Where the page begins; null for the first.</param>
public sealed record RunnerFilter(RunnerState? State, string? Text, string? After)
{
    /// <summary>Runners of one page.</summary>
    public const int PageSize = 200;

    public bool IsNarrowed => State is not null || Text is not null;

    /// <summary>Unknown values are ignored.</summary>
    public static RunnerFilter Read(IQueryCollection query) =>
        new(
            WireName.TryParse((string?)query["state"], out RunnerState state) ? state : null,
            Value(query["q"]),
            Value(query["after"])
        );

    public RunnerQuery ToQuery() =>
        new()
        {
            Text = Text,
            Cursor = After,
            Limit = PageSize,
        };

    public string Url() =>
        "/runners"
        + QueryString.Create(
            new (string Name, string? Value)[]
            {
                ("state", State is { } state ? WireName.Of(state) : null),
                ("q", Text),
                ("after", After),
            }
                .Where(pair => pair.Value is not null)
                .Select(pair => KeyValuePair.Create(pair.Name, pair.Value))
        );

    private static string? Value(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;
}
