using System.Diagnostics;
using Sessions;
using Sessions.Sqlite.Write;

namespace Store.Benchmarks;

/// <summary>Fills a store: one session with a tenth of all events, the rest spread over many.</summary>
internal static class Fill
{
    public static async Task RunAsync(string file, Dictionary<string, string> options)
    {
        var total = long.Parse(options.GetValueOrDefault("events", "10000000"));
        var sessions = int.Parse(options.GetValueOrDefault("sessions", "10000"));
        await using var writer = SqliteSessionWriter.Open(file);
        var start = DateTimeOffset.UtcNow.AddDays(-30);
        var watch = Stopwatch.StartNew();
        var big = new Workload(1, start);
        await WriteAsync(writer, big.Starts());
        await WriteManyAsync(writer, big, total / 10);

        // A hundred at a time, as they would run: then they end.
        for (var first = 1; first < sessions; first += 100)
        {
            var some = new Workload(100, start.AddMinutes(first), first);
            await WriteAsync(writer, some.Starts());
            await WriteManyAsync(writer, some, total * 9 / 10 * 100 / sessions);
            await WriteAsync(writer, some.Ends());
        }

        Console.WriteLine(
            $"{total:n0} events, {sessions:n0} sessions in {watch.Elapsed.TotalSeconds:n0} s, "
                + $"{new FileInfo(file).Length / 1e9:0.0} GB"
        );
    }

    private static async Task WriteManyAsync(ISessionWriter writer, Workload workload, long count)
    {
        for (; count > 0; count -= 20_000)
        {
            await WriteAsync(writer, workload.Next((int)Math.Min(count, 20_000), 0.9));
        }
    }

    private static async Task WriteAsync(ISessionWriter writer, IEnumerable<SessionEvent> events)
    {
        var batch = new WriteBatch { ArrivedAt = DateTimeOffset.UtcNow };
        batch.Events.AddRange(events);
        await writer.WriteAsync(batch, CancellationToken.None);
    }
}
