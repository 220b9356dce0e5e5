using System.Diagnostics;
using Sessions;
using Sessions.Sqlite.Write;

namespace Store.Benchmarks;

/// <summary>How many events a second one writer commits durably. Making them is not counted.</summary>
internal static class Ingest
{
    public static async Task RunAsync(string file, Dictionary<string, string> options)
    {
        var sessions = int.Parse(options.GetValueOrDefault("sessions", "100"));
        var batch = int.Parse(options.GetValueOrDefault("batch", "8192"));
        var total = int.Parse(options.GetValueOrDefault("events", "2000000"));
        var beats = double.Parse(options.GetValueOrDefault("beats", "0"));
        foreach (
            var old in Directory.GetFiles(
                Path.GetDirectoryName(Path.GetFullPath(file))!,
                Path.GetFileName(file) + "*"
            )
        )
        {
            File.Delete(old);
        }

        await using var writer = SqliteSessionWriter.Open(file);
        var workload = new Workload(sessions, DateTimeOffset.UtcNow);
        await WriteAsync(writer, [.. workload.Starts()]);
        var (written, busy, cpu) = (0, TimeSpan.Zero, TimeSpan.Zero);
        var commits = new List<double>();
        while (written < total)
        {
            var events = workload.Next(batch, beats);
            var cpuBefore = Process.GetCurrentProcess().TotalProcessorTime;
            var watch = Stopwatch.StartNew();
            await WriteAsync(writer, events);
            busy += watch.Elapsed;
            cpu += Process.GetCurrentProcess().TotalProcessorTime - cpuBefore;
            commits.Add(watch.Elapsed.TotalMilliseconds);
            written += batch;
        }

        commits.Sort();
        Console.WriteLine(
            $"{written:n0} events in {sessions:n0} sessions, {batch:n0} a commit, {beats:p0} beats: "
                + $"{written / busy.TotalSeconds:n0} events/s, {cpu.TotalSeconds / written * 1e6:0.0} CPU-s per million, "
                + $"commit p50 {commits[commits.Count / 2]:0.0} ms p99 {commits[commits.Count * 99 / 100]:0.0} ms, "
                + $"{new FileInfo(file).Length / (double)written:0} bytes an event, "
                + $"working set {Environment.WorkingSet / 1048576} MB"
        );
    }

    private static async Task WriteAsync(ISessionWriter writer, List<SessionEvent> events)
    {
        var batch = new WriteBatch { ArrivedAt = DateTimeOffset.UtcNow };
        batch.Events.AddRange(events);
        await writer.WriteAsync(batch, CancellationToken.None);
    }
}
