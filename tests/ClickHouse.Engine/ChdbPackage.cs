using System.ComponentModel;
using System.Diagnostics;
using System.Reflection;

namespace ClickHouse.Engine;

/// <summary>The npm package <c>chdb</c>, restored once into the repository's git-ignored artifacts folder (550 MB).</summary>
internal static class ChdbPackage
{
    private static readonly TimeSpan LongestRestore = TimeSpan.FromMinutes(5);

    /// <summary>The folder with the front and its package.</summary>
    public static async Task<string> EnsureAsync(CancellationToken cancellationToken)
    {
        var folder = typeof(ChdbPackage)
            .Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .First(attribute => attribute.Key == "FrontFolder")
            .Value!;
        Directory.CreateDirectory(folder);
        // Several test processes may come here at the same time; the file is the lock between them.
        await using var turn = await LockAsync(Path.Combine(folder, "lock"), cancellationToken);
        var source = Path.Combine(AppContext.BaseDirectory, "chdb");
        foreach (var file in Directory.GetFiles(source))
        {
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)), overwrite: true);
        }

        var wanted = await File.ReadAllTextAsync(
            Path.Combine(source, "package-lock.json"),
            cancellationToken
        );
        var stamp = Path.Combine(folder, "restored");
        if (!File.Exists(stamp) || await File.ReadAllTextAsync(stamp, cancellationToken) != wanted)
        {
            await RestoreAsync(folder, cancellationToken);
            await File.WriteAllTextAsync(stamp, wanted, cancellationToken);
        }

        return folder;
    }

    private static async Task RestoreAsync(string folder, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(LongestRestore);
        try
        {
            using var npm = Process.Start(
                // Not "npm ci": it refuses where a registry lacks the engine's builds for other platforms.
                new ProcessStartInfo("npm", "install --no-save --no-audit --no-fund")
                {
                    WorkingDirectory = folder,
                    RedirectStandardOutput = true,
                    RedirectStandardError = true,
                }
            )!;
            var output = npm.StandardOutput.ReadToEndAsync(limit.Token);
            var errors = await npm.StandardError.ReadToEndAsync(limit.Token);
            await output;
            await npm.WaitForExitAsync(limit.Token);
            if (npm.ExitCode != 0)
            {
                throw new EngineMissingException(
                    $"npm cannot restore chdb (ClickHouse's engine for tests): {errors.Trim()}"
                );
            }
        }
        catch (Win32Exception exception)
        {
            throw new EngineMissingException(
                "Node.js 20 or newer with npm is not installed; the tests against ClickHouse's engine need it.",
                exception
            );
        }
        catch (OperationCanceledException exception)
            when (!cancellationToken.IsCancellationRequested)
        {
            throw new EngineMissingException("npm install of chdb took too long.", exception);
        }
    }

    private static async Task<FileStream> LockAsync(
        string file,
        CancellationToken cancellationToken
    )
    {
        while (true)
        {
            try
            {
                return new FileStream(
                    file,
                    FileMode.OpenOrCreate,
                    FileAccess.ReadWrite,
                    FileShare.None
                );
            }
            catch (IOException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(200), cancellationToken);
            }
        }
    }
}
