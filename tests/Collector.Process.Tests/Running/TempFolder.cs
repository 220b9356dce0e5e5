namespace ProcessTests.Running;

/// <summary>A folder of its own for one test, removed with everything in it.</summary>
internal sealed class TempFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("collector-process-").FullName;

    public string Store => System.IO.Path.Combine(Path, "sessions.db");

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
