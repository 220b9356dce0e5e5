using System.Text.Json;
using Sessions;

namespace Dashboard.Web.Runners;

/// <summary>What two sessions stated differently at their start.</summary>
internal static class ChangedFacts
{
    /// <summary>What differs with every start and explains nothing.</summary>
    private static readonly string[] OfEveryStart =
    [
        "process.pid",
        "process.creation.time",
        "service.instance.id",
        "container.id",
        "k8s.pod.name",
        "k8s.pod.uid",
    ];

    public static IReadOnlyList<ChangedFact> Between(RunFacts? before, RunFacts? after) =>
        [
            .. Between(before?.Parameters, after?.Parameters),
            .. Between(before?.Environment, after?.Environment)
                .Where(change => !OfEveryStart.Contains(change.Name)),
        ];

    private static IEnumerable<ChangedFact> Between(string? before, string? after)
    {
        var (old, now) = (Read(before), Read(after));
        return old
            .Keys.Union(now.Keys)
            .Order(StringComparer.Ordinal)
            .Select(name => new ChangedFact(
                name,
                old.GetValueOrDefault(name),
                now.GetValueOrDefault(name)
            ))
            .Where(change => change.Before != change.After);
    }

    private static Dictionary<string, string> Read(string? json)
    {
        if (json is null)
        {
            return [];
        }

        using var document = JsonDocument.Parse(json);
        var facts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var property in document.RootElement.EnumerateObject())
        {
            facts[property.Name] = property.Value.ToString();
        }

        return facts;
    }
}
