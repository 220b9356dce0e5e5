using System.Text.Json;
using Sessions;

namespace Dashboard.Web.Run;

/// <summary>What a session stated at its start, as names and values.</summary>
/// <param name="Parameters">Without <c>runner.param.</c>, in the order of their names.</param>
/// <param name="Environment">Resource attributes, in the order of their names.</param>
public sealed record RunFactList(
    IReadOnlyList<(string Name, string Value)> Parameters,
    IReadOnlyList<(string Name, string Value)> Environment
)
{
    public static RunFactList Of(RunFacts? facts) =>
        new(Pairs(facts?.Parameters), Pairs(facts?.Environment));

    public bool IsEmpty => Parameters.Count + Environment.Count == 0;

    /// <summary>For example <c>index-trader 1.8.2 on night-1, paper</c>; empty when nothing of it was stated.</summary>
    public string Where
    {
        get
        {
            var service = Join(" ", Find("service.name"), Find("service.version"));
            var host = Find("host.name") is { } name ? $"on {name}" : null;
            return Join(
                ", ",
                Join(" ", service, host),
                Find("deployment.environment.name"),
                Find("vcs.ref.head.name") ?? Find("vcs.ref.head.revision")
            );
        }
    }

    private string? Find(string name) =>
        Environment.FirstOrDefault(fact => fact.Name == name) is { Value: { Length: > 0 } value }
            ? value
            : null;

    private static string Join(string separator, params IEnumerable<string?> parts) =>
        string.Join(separator, parts.Where(part => !string.IsNullOrEmpty(part)));

    private static (string, string)[] Pairs(string? json)
    {
        if (json is null)
        {
            return [];
        }

        using var document = JsonDocument.Parse(json);
        return
        [
            .. document
                .RootElement.EnumerateObject()
                .Select(property => (property.Name, property.Value.ToString()))
                .OrderBy(pair => pair.Name, StringComparer.Ordinal),
        ];
    }
}
