using Runner.Worker.Tests.Pipeline;
using YamlDotNet.RepresentationModel;

namespace AppHost.Tests.Examples;

/// <summary><c>examples/otel-collector/config.yaml</c> as paths and values.</summary>
sealed class OtelCollectorConfig
{
    readonly List<(string Path, string Value)> _leaves = [];

    OtelCollectorConfig(YamlMappingNode root) => Add("", root);

    /// <summary>
    /// Every value under its keys joined by points; a component under its type alone, as in
    /// <c>exporters.otlp.timeout</c>, and what stands in a list under the list's path.
    /// </summary>
    public IReadOnlyList<(string Path, string Value)> Leaves => _leaves;

    public static OtelCollectorConfig Read()
    {
        var yaml = new YamlStream();
        using var text = File.OpenText(
            Path.Combine(ChildProcess.Root, "examples", "otel-collector", "config.yaml")
        );
        yaml.Load(text);
        return new OtelCollectorConfig((YamlMappingNode)yaml.Documents[0].RootNode);
    }

    /// <summary>The values at a path; none when it is not there.</summary>
    public IEnumerable<string> At(string path) =>
        _leaves.Where(leaf => leaf.Path == path).Select(leaf => leaf.Value);

    /// <summary>The components that are described in a section, by their whole names.</summary>
    public HashSet<string> Components(string section) => [.. At($"{section} names")];

    void Add(string path, YamlNode node)
    {
        switch (node)
        {
            case YamlMappingNode map:
                foreach (var (key, value) in map.Children)
                {
                    var name = ((YamlScalarNode)key).Value!;
                    if (path is "extensions" or "receivers" or "processors" or "exporters")
                    {
                        _leaves.Add(($"{path} names", name));
                    }

                    Add($"{path}.{name.Split('/')[0]}".TrimStart('.'), value);
                }

                break;
            case YamlSequenceNode list:
                foreach (var one in list)
                {
                    Add(path, one);
                }

                break;
            case YamlScalarNode scalar:
                _leaves.Add((path, scalar.Value ?? ""));
                break;
        }
    }
}
