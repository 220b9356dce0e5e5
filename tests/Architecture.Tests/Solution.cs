using System.Xml.Linq;

namespace Architecture.Tests;

/// <summary>The solution as it lies on disk: projects, what they reference, and their sources.</summary>
internal static class Solution
{
    public static string Root { get; } = FindRoot();

    /// <summary>Project folder names that a project references, as stated in its project file.</summary>
    public static IReadOnlyList<string> ReferencesOf(string project) =>
        [
            .. XDocument
                .Load(Path.Combine(Root, project, $"{Path.GetFileName(project)}.csproj"))
                .Descendants("ProjectReference")
                .Select(reference => reference.Attribute("Include")!.Value.Replace('\\', '/'))
                .Select(path => Path.GetFileNameWithoutExtension(path)),
        ];

    /// <summary>Every C# source below a folder that people wrote, without build output.</summary>
    public static IEnumerable<string> SourcesBelow(string folder) =>
        Directory
            .EnumerateFiles(Path.Combine(Root, folder), "*.cs", SearchOption.AllDirectories)
            .Where(file =>
                !Path.GetRelativePath(Root, file)
                    .Split(Path.DirectorySeparatorChar)
                    .Any(part => part is "bin" or "obj" or "node_modules")
            );

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Aspire.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName
            ?? throw new InvalidOperationException("Aspire.sln was not found above the tests.");
    }
}
