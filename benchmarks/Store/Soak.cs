using System.Diagnostics;
using System.Globalization;
using Sessions;
using Sessions.Sqlite.Write;

namespace Store.Benchmarks;

/// <summary>Thirty days of short sessions of some runners, one after the other, each with three phases and its beats.</summary>
internal static class Soak
{
    public static async Task RunAsync(string file, Dictionary<string, string> options)
    {
        var sessions = int.Parse(
            options.GetValueOrDefault("sessions", "50000"),
            CultureInfo.InvariantCulture
        );
        var runners = int.Parse(
            options.GetValueOrDefault("runners", "1"),
            CultureInfo.InvariantCulture
        );
        await using var writer = SqliteSessionWriter.Open(file);
        var gap = TimeSpan.FromDays(30) / sessions;
        var start = DateTimeOffset.UtcNow.AddDays(-30);
        var watch = Stopwatch.StartNew();
        var events = 0L;
        for (var i = 0; i < sessions; i++)
        {
            var workload = new Workload(
                1,
                start + i * gap,
                1_000_000 + i,
                runner: $"load-{i % runners:d5}"
            );
            var batch = new WriteBatch { ArrivedAt = start + i * gap };
            batch.Events.AddRange(workload.Starts());
            batch.Events.AddRange(workload.Next(40, 0.5));
            batch.Events.AddRange(workload.Ends());
            await writer.WriteAsync(batch, default);
            events += batch.Events.Count;
        }

        Console.WriteLine(
            $"{sessions:n0} sessions, {events:n0} events in {watch.Elapsed.TotalSeconds:n0} s, "
                + $"{new FileInfo(file).Length / 1e6:n0} MB"
        );
    }
}
