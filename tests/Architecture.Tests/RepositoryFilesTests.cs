using System.Text.RegularExpressions;
using YamlDotNet.RepresentationModel;

namespace Architecture.Tests;

/// <summary>What the repository's host reads cannot run here; at least it can be read, and names what is there.</summary>
public partial class RepositoryFilesTests
{
    public static TheoryData<string> Workflows =>
        [.. Directory.GetFiles(At(".github/workflows")).Select(file => Path.GetFileName(file)!)];

    [Theory]
    [MemberData(nameof(Workflows))]
    public void A_workflow_has_jobs_whose_steps_do_something(string file)
    {
        var workflow = Read(At($".github/workflows/{file}"));

        Assert.True(Has(workflow, "name") && Has(workflow, "on") && Has(workflow, "permissions"));
        var jobs = Assert.IsType<YamlMappingNode>(workflow["jobs"]);
        Assert.All(
            jobs.Children.Values.Cast<YamlMappingNode>(),
            job =>
            {
                Assert.True(Has(job, "runs-on") && Has(job, "timeout-minutes"));
                Assert.All(
                    ((YamlSequenceNode)job["steps"]).Cast<YamlMappingNode>(),
                    step => Assert.True(Has(step, "run") ^ Has(step, "uses"))
                );
            }
        );
    }

    [Theory]
    [MemberData(nameof(Workflows))]
    public void A_workflow_names_projects_and_profiles_that_are_there(string file)
    {
        var text = File.ReadAllText(At($".github/workflows/{file}"));
        foreach (Match command in DotnetCommand().Matches(text))
        {
            var project = command.Groups["project"].Value;
            Assert.True(File.Exists(At($"{project}/{project}.csproj")), project);
            if (command.Groups["profile"] is { Success: true, Value: var profile })
            {
                Assert.True(
                    File.Exists(At($"{project}/Properties/PublishProfiles/{profile}.pubxml")),
                    profile
                );
            }
        }
    }

    [Fact]
    public void Dependencies_are_watched_where_they_are_stated()
    {
        var updates = (YamlSequenceNode)Read(At(".github/dependabot.yml"))["updates"];
        var npm = updates
            .Cast<YamlMappingNode>()
            .Single(update => update["package-ecosystem"].ToString() == "npm");

        Assert.All(
            ((YamlSequenceNode)npm["directories"]).Select(folder => folder.ToString()),
            folder => Assert.True(File.Exists(At($".{folder}/package.json")), folder)
        );
    }

    [Fact]
    public void Issue_templates_ask_for_something()
    {
        foreach (var file in Directory.GetFiles(At(".github/ISSUE_TEMPLATE")))
        {
            if (Path.GetFileName(file) != "config.yml")
            {
                var template = Read(file);
                Assert.True(Has(template, "name") && Has(template, "description"));
                Assert.NotEmpty((YamlSequenceNode)template["body"]);
            }
        }
    }

    private static string At(string path) => Path.Combine(Solution.Root, path);

    private static bool Has(YamlMappingNode node, string key) => node.Children.ContainsKey(key);

    private static YamlMappingNode Read(string file)
    {
        using var reader = new StreamReader(file);
        var stream = new YamlStream();
        stream.Load(reader);
        return Assert.IsType<YamlMappingNode>(Assert.Single(stream.Documents).RootNode);
    }

    [GeneratedRegex(
        @"dotnet (?:pack|publish) (?<project>\S+)(?: -p:PublishProfile=(?<profile>\S+))?"
    )]
    private static partial Regex DotnetCommand();
}
