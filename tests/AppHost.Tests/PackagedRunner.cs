using System.Diagnostics;

namespace AppHost.Tests;

/// <summary>
/// <c>examples/csharp-runner</c> as somebody else would have it: outside of the repository, on the packed library.
/// </summary>
static class PackagedRunner
{
    static readonly string Root = Path.GetFullPath(
        Path.Combine(AppContext.BaseDirectory, "..", "..", "..", "..", "..")
    );

    /// <summary>Packs, restores, builds and runs it to its end.</summary>
    /// <param name="collector">OTLP over gRPC.</param>
    /// <param name="cancellation">Ends it.</param>
    public static async Task RunAsync(Uri collector, CancellationToken cancellation)
    {
        var folder = Directory.CreateTempSubdirectory("packaged-").FullName;
        // A version of its own: one that was restored before would be taken from the machine's package folder.
        var version = $"0.1.0-test.{Guid.NewGuid():N}";
        try
        {
            await DotnetAsync(
                Path.Combine(Root, "Runner.Telemetry"),
                [
                    "pack",
                    "--no-build",
                    "-c",
                    new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name,
                    $"-p:PackageVersion={version}",
                    "-o",
                    folder,
                ],
                [],
                cancellation
            );
            await CopyAsync(folder, version, cancellation);
            await DotnetAsync(
                folder,
                ["run"],
                new()
                {
                    ["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector.ToString(),
                    ["RUNNER_TELEMETRY_SPOOL"] = Path.Combine(folder, "spool"),
                },
                cancellation
            );
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
            Forget(version);
        }
    }

    static async Task CopyAsync(string folder, string version, CancellationToken cancellation)
    {
        var example = Path.Combine(Root, "examples", "csharp-runner");
        File.Copy(Path.Combine(example, "Program.cs"), Path.Combine(folder, "Program.cs"));
        var project = await File.ReadAllTextAsync(
            Path.Combine(example, "csharp-runner.csproj"),
            cancellation
        );
        await File.WriteAllTextAsync(
            Path.Combine(folder, "csharp-runner.csproj"),
            project
                .Replace("Version=\"0.1.0\"", $"Version=\"{version}\"", StringComparison.Ordinal)
                .Replace(
                    "$(MSBuildProjectDirectory)/../../artifacts/packages",
                    folder,
                    StringComparison.Ordinal
                ),
            cancellation
        );
    }

    static async Task DotnetAsync(
        string folder,
        string[] arguments,
        Dictionary<string, string> environment,
        CancellationToken cancellation
    )
    {
        var start = new ProcessStartInfo("dotnet", arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(cancellation);
        var errors = process.StandardError.ReadToEndAsync(cancellation);
        await process.WaitForExitAsync(cancellation);
        Assert.True(
            process.ExitCode == 0,
            $"dotnet {arguments[0]} ended with {process.ExitCode}:\n{await output}\n{await errors}"
        );
    }

    /// <summary>Takes the version out of the machine's package folder again.</summary>
    static void Forget(string version)
    {
        var packages =
            Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? Path.Combine(
                Environment.GetFolderPath(Environment.SpecialFolder.UserProfile),
                ".nuget",
                "packages"
            );
        var restored = Path.Combine(packages, "runner.telemetry", version);
        if (Directory.Exists(restored))
        {
            Directory.Delete(restored, recursive: true);
        }
    }
}
