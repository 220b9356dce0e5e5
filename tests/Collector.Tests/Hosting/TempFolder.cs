namespace Collector.Tests.Hosting;

/// <summary>A folder of its own for one test; in memory where the system has such a place, since commits wait for the disk.</summary>
internal sealed class TempFolder : IDisposable
{
    private const string Memory = "/dev/shm";

    public string Path { get; } =
        Directory
            .CreateDirectory(
                System.IO.Path.Combine(
                    Directory.Exists(Memory) ? Memory : System.IO.Path.GetTempPath(),
                    $"collector-{Guid.NewGuid():N}"
                )
            )
            .FullName;

    public string File(string name) => System.IO.Path.Combine(Path, name);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
