namespace Runner.Telemetry.Export.Transmission;

/// <summary>Keeps the requests that a receiver refused for good, each as a file for whoever looks for the fault: bounded,
/// the oldest make room for the newest. They are not sent again.</summary>
/// <param name="folder">Made when it is needed.</param>
sealed class DeadLetters(string folder)
{
    public const string FolderName = "refused";

    public const int MaxFiles = 200;
    public const long MaxBytes = 16 * 1024 * 1024;

    /// <returns>The folder; null if the request could not be kept.</returns>
    public string? Add(OtlpSignal signal, byte[] body)
    {
        try
        {
            Directory.CreateDirectory(folder);
            var files = new DirectoryInfo(folder)
                .GetFiles()
                .OrderBy(f => f.Name, StringComparer.Ordinal);
            var kept = new Queue<FileInfo>(files);
            var bytes = kept.Sum(file => file.Length) + body.Length;
            while (kept.Count > 0 && (kept.Count >= MaxFiles || bytes > MaxBytes))
            {
                var oldest = kept.Dequeue();
                bytes -= oldest.Length;
                oldest.Delete();
            }

            if (bytes > MaxBytes)
            {
                return null;
            }

            File.WriteAllBytes(Path.Combine(folder, $"{TimeOrderedId.New()}.{signal}"), body);
            return folder;
        }
        catch (Exception unusable) when (unusable is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
