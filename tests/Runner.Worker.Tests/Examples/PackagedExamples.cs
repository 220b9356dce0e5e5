using System.Collections.Concurrent;
using Runner.Worker.Tests.Pipeline;

[assembly: AssemblyFixture(typeof(Runner.Worker.Tests.Examples.PackagedExamples))]

namespace Runner.Worker.Tests.Examples;

/// <summary>The examples in C# as somebody else would have them: outside of the repository, on the packed library from a
/// folder feed.</summary>
public sealed class PackagedExamples : IDisposable
{
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    readonly string _folder = Directory.CreateTempSubdirectory("packaged-").FullName;
    readonly Lazy<Task> _packed;
    readonly ConcurrentDictionary<string, Task<string>> _programs = new();

    // A version of its own: one that was restored before would be taken from the machine's package folder.
    readonly string _version = $"0.1.0-test.{Guid.NewGuid():N}";

    public PackagedExamples() => _packed = new(PackAsync);

    string Feed => Path.Combine(_folder, "feed");

    public void Dispose()
    {
        Directory.Delete(_folder, recursive: true);
        var packages =
            Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? Path.Combine(
                Environment.GetFolderPath(Environment.SpecialFolder.UserProfile),
                ".nuget",
                "packages"
            );
        var restored = Path.Combine(packages, "runner.telemetry", _version);
        if (Directory.Exists(restored))
        {
            Directory.Delete(restored, recursive: true);
        }
    }

    /// <summary>The package and its symbols.</summary>
    internal async Task<string[]> PackagesAsync()
    {
        await _packed.Value;
        return Directory.GetFiles(Feed);
    }

    /// <summary>An example, built by the first that asks.</summary>
    internal Task<string> ProgramAsync(string name) => _programs.GetOrAdd(name, n => BuildAsync(n));

    /// <summary>Restores and builds an example.</summary>
    /// <param name="framework">Replaces the one of the project.</param>
    /// <returns>The program, for <c>dotnet</c> to run.</returns>
    internal async Task<string> BuildAsync(string name, string framework = "net10.0")
    {
        await _packed.Value;
        var source = Path.Combine(ChildProcess.Root, "examples", name);
        var copy = Directory.CreateDirectory(Path.Combine(_folder, $"{name}-{framework}")).FullName;
        File.Copy(Path.Combine(source, "Program.cs"), Path.Combine(copy, "Program.cs"));
        var project = await File.ReadAllTextAsync(Path.Combine(source, $"{name}.csproj"));
        await File.WriteAllTextAsync(
            Path.Combine(copy, $"{name}.csproj"),
            project
                .Replace("net10.0", framework, StringComparison.Ordinal)
                .Replace("Version=\"0.1.0\"", $"Version=\"{_version}\"", StringComparison.Ordinal)
                .Replace(
                    "$(MSBuildProjectDirectory)/../../artifacts/packages",
                    Feed,
                    StringComparison.Ordinal
                )
        );
        await DotnetAsync("build", copy, "-o", Path.Combine(copy, "out"));
        return Path.Combine(copy, "out", $"{name}.dll");
    }

    Task PackAsync() =>
        DotnetAsync(
            "pack",
            Path.Combine(ChildProcess.Root, "Runner.Telemetry"),
            "--no-build",
            "-c",
            new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name,
            $"-p:PackageVersion={_version}",
            "-o",
            Feed
        );

    static async Task DotnetAsync(params string[] arguments)
    {
        await using var dotnet = ChildProcess.Start(
            "dotnet",
            [.. arguments, "-nodeReuse:false"],
            []
        );
        Assert.True(
            await dotnet.ExitAsync(Patience) == 0,
            $"dotnet {arguments[0]} failed:\n{dotnet.Output}"
        );
    }
}
