namespace Sessions.Sqlite.Tests;

/// <summary>A folder of a test's own, gone with it.</summary>
public sealed class TempFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("sessions-").FullName;

    public string Store => System.IO.Path.Combine(Path, "sessions.db");

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
