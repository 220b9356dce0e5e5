using System.Diagnostics;
using ProcessTests.Running;

namespace ProcessTests.Clients;

/// <summary>Runs <c>js/client.mjs</c>, which uses OpenTelemetry JS from npm; restores its packages when they are missing or old.</summary>
internal static class NodeClient
{
    private static readonly Lazy<Task> Restored = new(RestoreAsync);

    public static async Task SendSessionAsync(
        Uri endpoint,
        string protocol,
        string compression,
        string sessionId
    )
    {
        await Restored.Value;
        await RunAsync("node", "client.mjs", endpoint.ToString(), protocol, compression, sessionId);
    }

    private static async Task RestoreAsync()
    {
        // npm writes this file last; it is a copy of the lock file that the folder was made from.
        var installed = new FileInfo(
            Path.Combine(BuildPaths.NodeClient, "node_modules/.package-lock.json")
        );
        var locked = new FileInfo(Path.Combine(BuildPaths.NodeClient, "package-lock.json"));
        if (!installed.Exists || installed.LastWriteTimeUtc < locked.LastWriteTimeUtc)
        {
            await RunAsync("npm", "ci", "--ignore-scripts");
        }
    }

    private static async Task RunAsync(string program, params string[] arguments)
    {
        using var process =
            Process.Start(
                new ProcessStartInfo(program, arguments)
                {
                    WorkingDirectory = BuildPaths.NodeClient,
                    RedirectStandardOutput = true,
                    RedirectStandardError = true,
                }
            ) ?? throw new InvalidOperationException($"{program} did not start.");
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        var output = process.StandardOutput.ReadToEndAsync(limit.Token);
        var errors = process.StandardError.ReadToEndAsync(limit.Token);
        await process.WaitForExitAsync(limit.Token);
        Assert.True(process.ExitCode == 0, $"{program}: {await output}{await errors}");
    }
}
