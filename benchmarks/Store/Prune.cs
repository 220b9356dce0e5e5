using System.Diagnostics;
using System.Globalization;
using Sessions;
using Sessions.Sqlite.Retention;
using Sessions.Sqlite.Write;

namespace Store.Benchmarks;

/// <summary>
/// Retention on a file that is too large, while events go on being written: how long until it is back under its limit,
/// and what the commits meanwhile were like.
/// </summary>
internal static class Prune
{
    public static async Task RunAsync(string file, Dictionary<string, string> options)
    {
        var megabytes = long.Parse(options["megabytes"], CultureInfo.InvariantCulture);
        var rate = int.Parse(
            options.GetValueOrDefault("rate", "5000"),
            CultureInfo.InvariantCulture
        );
        var limit = megabytes * 1024 * 1024;
        var before = new FileInfo(file).Length;
        var writerOptions = new WriterOptions
        {
            Retention = new RetentionOptions { MaxBytes = limit },
        };
        var workload = new Workload(100, DateTimeOffset.UtcNow, first: 600_000);
        var commits = new List<double>();
        var watch = Stopwatch.StartNew();
        var written = 0L;
        await using (var writer = SqliteSessionWriter.Open(file, writerOptions))
        {
            using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
            while (new FileInfo(file).Length > limit && await timer.WaitForNextTickAsync())
            {
                var due = (int)(watch.Elapsed.TotalSeconds * rate - written);
                var batch = new WriteBatch { ArrivedAt = DateTimeOffset.UtcNow };
                batch.Events.AddRange(workload.Next(due, 0.9));
                var began = watch.Elapsed;
                await writer.WriteAsync(batch, default);
                commits.Add((watch.Elapsed - began).TotalMilliseconds);
                written += due;
            }
        }

        commits.Sort();
        Console.WriteLine(
            $"{before / 1e6:n0} MB to {new FileInfo(file).Length / 1e6:n0} MB (limit {limit / 1e6:n0}) in {watch.Elapsed.TotalSeconds:n1} s, "
                + $"{written / watch.Elapsed.TotalSeconds:n0} events/s written meanwhile, "
                + $"commit p50 {commits[commits.Count / 2]:0.0} ms p99 {commits[commits.Count * 99 / 100]:0.0} ms max {commits[^1]:0.0} ms"
        );
    }
}
