using ArchUnitNET.Loader;

namespace Collector.Tests.Architecture;

/// <summary>
/// The stages are one-way: who may use whom, read from the compiled program, so that neither a name without its
/// <c>using</c> nor an alias gets past it. A folder that is renamed or new has no line here, and fails.
/// </summary>
public sealed class StageTests
{
    private const string Root = "Collector";

    // What stands in no folder is shared by all: the signals, and the exception for wrong settings.
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Metrics"] = [],
        ["Decode"] = [],
        ["Receive"] = ["Decode", "Metrics"],
        ["Project"] = ["Decode"],
        ["Write"] = ["Project", "Metrics"],
        ["Forward"] = ["Receive", "Decode"],
        ["Commands"] = ["Receive", "Decode", "Project"],
        ["Hosting"] = ["Receive", "Decode", "Project", "Write", "Forward", "Metrics", "Commands"],
    };

    private static readonly ILookup<string, string> Uses = ReadUses();

    public static TheoryData<string> Folders => [.. Allowed.Keys];

    [Theory]
    [MemberData(nameof(Folders))]
    public void A_stage_uses_only_those_that_it_may(string folder) =>
        Assert.Empty(Uses[folder].Except([folder, "", .. Allowed[folder]]));

    [Fact]
    public void Every_folder_has_its_line_and_every_line_its_folder() =>
        Assert.Equal(
            Allowed.Keys.Order(),
            Uses.Select(uses => uses.Key).Where(folder => folder.Length > 0).Order()
        );

    [Fact]
    public void No_two_folders_use_each_other()
    {
        var mutual =
            from one in Allowed
            from other in one.Value
            where Allowed[other].Contains(one.Key)
            select $"{one.Key} and {other}";
        Assert.Empty(mutual);
    }

    private static ILookup<string, string> ReadUses()
    {
        var program = new ArchLoader().LoadAssemblies(typeof(Signal).Assembly).Build();
        var uses =
            from type in program.Types
            let folder = FolderOf(type.Namespace?.FullName)
            where folder is not null
            from dependency in type.Dependencies
            let target = FolderOf(dependency.Target.Namespace?.FullName)
            where target is not null
            select (folder, target);
        return uses.Distinct().ToLookup(use => use.folder, use => use.target);
    }

    /// <summary>The part behind the root: empty for the root itself, null for what is not of this program.</summary>
    private static string? FolderOf(string? name) =>
        name == Root ? ""
        : name?.StartsWith(Root + ".", StringComparison.Ordinal) == true ? name.Split('.')[1]
        : null;
}
