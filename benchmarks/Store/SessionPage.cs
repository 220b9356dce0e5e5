using Sessions;
using Sessions.Sqlite.Read;
using Sessions.Sqlite.Write;

namespace Store.Benchmarks;

/// <summary>
/// What the page of one session asks when it is opened, for a session of 100,000 events of which 50,000 are beats,
/// written among 99 others; then all of it together, as the first viewer meets it.
/// </summary>
internal static class SessionPage
{
    private const int First = 3_000_000;
    private const int Batches = 1_000;
    private const int PerBatch = 100;

    public static async Task RunAsync(string file, Dictionary<string, string> options)
    {
        var rounds = int.Parse(options.GetValueOrDefault("rounds", "30"));
        var id = $"0193f0c0-0000-7000-8000-{First:x12}";
        await WriteAsync(file, id);
        await using var reader = new SqliteSessionReader(file);
        var latest = new EventQuery { SessionId = id };
        var checks = latest with { Types = [EventType.Checkpoint], Limit = 20 };

        Stopclock.Head();
        await Stopclock.MeasureAsync("the session", rounds, () => reader.FindAsync(id, default));
        await Stopclock.MeasureAsync(
            "latest 100 events",
            rounds,
            () => reader.EventsAsync(latest, default)
        );
        await Stopclock.MeasureAsync(
            "latest 20 checkpoints",
            rounds,
            () => reader.EventsAsync(checks, default)
        );
        await Stopclock.MeasureAsync(
            "history of its runner",
            rounds,
            () => reader.HistoryAsync("load", DateTimeOffset.UtcNow, default)
        );
        await Stopclock.MeasureAsync(
            "deepest drawdown (equity in 2 points)",
            rounds,
            () => reader.EquityAsync(id, 2, default)
        );
        await Stopclock.MeasureAsync(
            "equity in 1,000 points",
            rounds,
            () => reader.EquityAsync(id, 1_000, default)
        );
        await Stopclock.MeasureAsync(
            "what its 50,000 beats come to",
            rounds,
            () => reader.BeatsAsync(id, null, default)
        );
        await Stopclock.MeasureAsync(
            "all of these by a reader that was just opened",
            rounds,
            async () =>
            {
                await using var fresh = new SqliteSessionReader(file);
                await fresh.FindAsync(id, default);
                await fresh.EventsAsync(latest, default);
                await fresh.EventsAsync(checks, default);
                await fresh.HistoryAsync("load", DateTimeOffset.UtcNow, default);
                await fresh.EquityAsync(id, 2, default);
                await fresh.EquityAsync(id, 1_000, default);
                return await fresh.BeatsAsync(id, null, default);
            }
        );
    }

    private static async Task WriteAsync(string file, string id)
    {
        await using (var reader = new SqliteSessionReader(file))
        {
            if (File.Exists(file) && await reader.FindAsync(id, default) is not null)
            {
                return;
            }
        }

        await using var writer = SqliteSessionWriter.Open(file);
        var start = DateTimeOffset.UtcNow;
        // An event a second, up to the present: a day and four hours.
        var step = TimeSpan.FromSeconds(1);
        var one = new Workload(1, start - Batches * PerBatch * step, First, step);
        var others = new Workload(99, start, First + 1);
        var batch = new WriteBatch { ArrivedAt = start };
        batch.Events.AddRange(one.Starts());
        batch.Events.AddRange(others.Starts());
        await writer.WriteAsync(batch, default);
        for (var i = 0; i < Batches; i++)
        {
            batch = new WriteBatch { ArrivedAt = DateTimeOffset.UtcNow };
            batch.Events.AddRange(one.Next(PerBatch, 0.5));
            batch.Events.AddRange(others.Next(990, 0.5));
            await writer.WriteAsync(batch, default);
        }
    }
}
