using System.Text.Json;
using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Orchestration;

/// <summary>A profile of a project's <c>Properties/launchSettings.json</c>.</summary>
sealed record LaunchProfile(
    string Name,
    string? ApplicationUrl,
    IReadOnlyDictionary<string, string> Variables
)
{
    static readonly JsonDocumentOptions lenient = new()
    {
        CommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
    };

    /// <summary>
    /// The profile <paramref name="wanted"/>; without it the one called <paramref name="preferred"/>, or else the first.
    /// Null when the project has no profiles.
    /// </summary>
    public static LaunchProfile? Find(string projectDirectory, string? wanted, string? preferred)
    {
        var profiles = Read(Path.Combine(projectDirectory, "Properties", "launchSettings.json"));
        return wanted is null
            ? profiles.FirstOrDefault(profile => profile.Name == preferred)
                ?? profiles.FirstOrDefault()
            : profiles.FirstOrDefault(profile => profile.Name == wanted)
                ?? throw new DistributedApplicationException(
                    $"Launch profile '{wanted}' is not in the launch settings of {projectDirectory}."
                );
    }

    /// <summary>An endpoint per URL: http, https, and from the second of a scheme on http2, https2.</summary>
    public IEnumerable<EndpointAnnotation> Endpoints()
    {
        var count = new Dictionary<string, int>();
        foreach (
            var url in (ApplicationUrl ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries)
        )
        {
            var uri = new Uri(url);
            var number = count[uri.Scheme] = count.GetValueOrDefault(uri.Scheme) + 1;
            yield return new EndpointAnnotation(
                number == 1 ? uri.Scheme : $"{uri.Scheme}{number}",
                uri.Scheme
            )
            {
                Port = uri.Port,
            };
        }
    }

    static List<LaunchProfile> Read(string file)
    {
        if (!File.Exists(file))
        {
            return [];
        }
        using var settings = JsonDocument.Parse(File.ReadAllBytes(file), lenient);
        return settings
            .RootElement.GetProperty("profiles")
            .EnumerateObject()
            .Where(profile => Text(profile.Value, "commandName") == "Project")
            .Select(profile => new LaunchProfile(
                profile.Name,
                Text(profile.Value, "applicationUrl"),
                profile.Value.TryGetProperty("environmentVariables", out var variables)
                    ? variables
                        .EnumerateObject()
                        .ToDictionary(entry => entry.Name, entry => entry.Value.GetString() ?? "")
                    : []
            ))
            .ToList();
    }

    static string? Text(JsonElement profile, string property) =>
        profile.TryGetProperty(property, out var value) ? value.GetString() : null;
}
