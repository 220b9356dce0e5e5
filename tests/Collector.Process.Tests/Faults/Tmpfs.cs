using System.Diagnostics;

namespace ProcessTests.Faults;

/// <summary>A file system of its own in memory, small or read-only. Mounting takes root, or sudo that asks for no password.</summary>
internal sealed class Tmpfs : IDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    private Tmpfs(string path) => Path = path;

    public string Path { get; }

    public string Store => System.IO.Path.Combine(Path, "sessions.db");

    /// <summary>Mounts one, or skips the test where that is not allowed.</summary>
    public static Tmpfs MountOrSkip(string options)
    {
        var folder = Directory.CreateTempSubdirectory("collector-tmpfs-").FullName;
        if (!TryRun("mount", "-t", "tmpfs", "-o", $"mode=0777,{options}", "tmpfs", folder))
        {
            Directory.Delete(folder);
            Assert.Skip("Mounting a tmpfs takes root or sudo without a password.");
        }

        return new Tmpfs(folder);
    }

    public void Dispose()
    {
        TryRun("umount", "--lazy", Path);
        Directory.Delete(Path);
    }

    private static bool TryRun(string program, params string[] arguments)
    {
        string[] command = Environment.IsPrivilegedProcess
            ? [program, .. arguments]
            : ["sudo", "-n", program, .. arguments];
        try
        {
            using var process = Process.Start(
                new ProcessStartInfo(command[0], command[1..]) { RedirectStandardError = true }
            )!;
            if (process.WaitForExit(Deadline))
            {
                return process.ExitCode == 0;
            }

            process.Kill();
            return false;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
