using ArchUnitNET.Loader;

namespace Dashboard.Web.Tests.Architecture;

/// <summary>
/// The dashboard's folders depend on one another in one direction, read from the compiled program: each can be
/// understood with those that it uses, and none leads back to itself.
/// </summary>
public sealed class FolderTests
{
    private const string Root = "Dashboard.Web";

    [Fact]
    public void No_folder_leads_back_to_itself()
    {
        var uses = ReadUses();
        var left = uses.Keys.ToHashSet();
        // What uses no other folder that is left, or is used by none, is in no cycle.
        while (
            left.FirstOrDefault(folder =>
                !uses[folder].Overlaps(left) || !left.Any(other => uses[other].Contains(folder))
            )
                is { } free
        )
        {
            left.Remove(free);
        }

        Assert.Empty(
            left.Order()
                .Select(folder =>
                    $"{folder} → {string.Join(", ", uses[folder].Intersect(left).Order())}"
                )
        );
    }

    private static Dictionary<string, HashSet<string>> ReadUses()
    {
        var program = new ArchLoader().LoadAssemblies(typeof(Program).Assembly).Build();
        var uses =
            from type in program.Types
            let folder = FolderOf(type.Namespace?.FullName)
            where folder is not null
            from dependency in type.Dependencies
            let target = FolderOf(dependency.Target.Namespace?.FullName)
            where target is not null && target != folder
            group target by folder;
        var known = uses.ToDictionary(group => group.Key, group => group.ToHashSet());
        foreach (var target in known.Values.SelectMany(targets => targets).Distinct().ToArray())
        {
            known.TryAdd(target, []);
        }

        return known;
    }

    /// <summary>Null for what stands in no folder, which puts the others together, and for what is not of this program.</summary>
    private static string? FolderOf(string? name) =>
        name?.StartsWith(Root + ".", StringComparison.Ordinal) == true ? name.Split('.')[2] : null;
}
