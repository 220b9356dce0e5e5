using System.Globalization;
using Sessions;
using Sessions.Sqlite.Write;

namespace Store.Benchmarks;

/// <summary>One running session of nothing but heartbeats, a second apart, up to the present: what <c>Viewers beats</c> looks at.</summary>
internal static class Beats
{
    private const int First = 4_000_000;
    private const int PerBatch = 10_000;

    /// <param name="file">The store; the session is added to it.</param>
    /// <param name="options"><c>beats</c>: how many, 1,000 by default.</param>
    public static async Task RunAsync(string file, Dictionary<string, string> options)
    {
        var beats = int.Parse(
            options.GetValueOrDefault("beats", "1000"),
            CultureInfo.InvariantCulture
        );
        var step = TimeSpan.FromSeconds(1);
        var one = new Workload(1, DateTimeOffset.UtcNow - beats * step, First, step);
        await using var writer = SqliteSessionWriter.Open(file);
        var batch = new WriteBatch { ArrivedAt = DateTimeOffset.UtcNow };
        batch.Events.AddRange(one.Starts());
        await writer.WriteAsync(batch, default);
        for (var written = 0; written < beats; written += PerBatch)
        {
            batch = new WriteBatch { ArrivedAt = DateTimeOffset.UtcNow };
            batch.Events.AddRange(one.Next(Math.Min(PerBatch, beats - written), 1));
            await writer.WriteAsync(batch, default);
        }

        Console.WriteLine($"{beats:n0} heartbeats, {new FileInfo(file).Length / 1e6:n0} MB");
    }
}
