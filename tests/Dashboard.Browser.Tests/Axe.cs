using System.Diagnostics;
using System.Reflection;
using System.Text.Json;
using Microsoft.Playwright;

namespace Dashboard.Browser.Tests;

/// <summary>Checks a page for accessibility by axe-core, restored from npm when it is missing or old.</summary>
internal static class Axe
{
    private static readonly Lazy<Task<string>> Source = new(ReadAsync);

    private static string Folder { get; } =
        typeof(Axe)
            .Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(attribute => attribute.Key == "ClientFolder")
            .Value!;

    /// <returns>What is serious or critical, a line for each element.</returns>
    public static async Task<string[]> SeriousAsync(IPage page)
    {
        await page.EvaluateAsync(await Source.Value);
        var found = await page.EvaluateAsync<JsonElement>(
            "axe.run(document, { resultTypes: ['violations'] }).then(r => r.violations)"
        );
        return
        [
            .. found
                .EnumerateArray()
                .Where(rule => rule.GetProperty("impact").GetString() is "serious" or "critical")
                .SelectMany(rule =>
                    rule.GetProperty("nodes")
                        .EnumerateArray()
                        .Select(node =>
                            $"{rule.GetProperty("id")}: {node.GetProperty("html")} {node.GetProperty("failureSummary")}"
                        )
                ),
        ];
    }

    private static async Task<string> ReadAsync()
    {
        // npm writes this file last; it is a copy of the lock file that the folder was made from.
        var installed = new FileInfo(Path.Combine(Folder, "node_modules/.package-lock.json"));
        var locked = new FileInfo(Path.Combine(Folder, "package-lock.json"));
        if (!installed.Exists || installed.LastWriteTimeUtc < locked.LastWriteTimeUtc)
        {
            using var npm = Process.Start(
                new ProcessStartInfo("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"])
                {
                    WorkingDirectory = Folder,
                }
            )!;
            await npm.WaitForExitAsync();
            Assert.True(npm.ExitCode == 0, "npm ci failed");
        }

        return await File.ReadAllTextAsync(
            Path.Combine(Folder, "node_modules/axe-core/axe.min.js")
        );
    }
}
