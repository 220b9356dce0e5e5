using Sessions.Contract;
using Sessions.Sqlite.Read;
using Sessions.Sqlite.Retention;
using Sessions.Sqlite.Schema;
using Sessions.Sqlite.Write;

namespace Sessions.Sqlite.Tests.Faults;

/// <summary>
/// A power failure: of what was written since the last sync the disk has any part, in no order. What was acknowledged is
/// there all the same, and the file opens by itself.
/// </summary>
public sealed class PowerLossTests : IDisposable
{
    private const int SectorBytes = 4096;

    private readonly TempFolder _folder = new();

    private string Working => Path.Combine(_folder.Path, "working.db");

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    public async Task What_was_acknowledged_survives_whatever_part_of_the_rest_is_dropped(int seed)
    {
        var random = new Random(seed);
        using var disk = new HeldDisk();
        var onDisk = Array.Empty<byte>();
        var options = new WriterOptions
        {
            Sync = _ =>
            {
                disk.Sync();
                onDisk = Log();
            },
        };
        await using var writer = SqliteSessionWriter.Open(Working, options);
        await writer.WriteAsync(Old(seed * 700), default);
        var acknowledged = 0;
        for (var i = 0; i < random.Next(1, 40); i++)
        {
            await writer.WriteAsync(Next(acknowledged), default);
            acknowledged++;
            await PruneAsync(writer);
            if (random.Next(8) == 0)
            {
                // As the writer does when the log is long: the next commit begins it again over the old frames.
                await writer.EmptyLogAsync();
            }
        }

        // Two batches and a step of retention are under way when the power fails.
        disk.Hold();
        var first = writer.WriteAsync(Next(acknowledged), default).AsTask();
        var pruned = PruneAsync(writer);
        var second = writer.WriteAsync(Next(acknowledged + 1), default).AsTask();
        Assert.False(first.IsCompleted || second.IsCompleted);
        Fail(random, onDisk);
        disk.LetGo();
        await Task.WhenAll(first, second, pruned);

        await using (var again = SqliteSessionWriter.Open(_folder.Store))
        {
            await using var reader = new SqliteSessionReader(_folder.Store);
            var state = await reader.FindAsync("s", default);
            var feed = await reader.EventsAsync(new EventQuery { SessionId = "s" }, default);
            Assert.InRange(state!.Counts.Beats, acknowledged, acknowledged + 2);
            Assert.Equal(state.Counts.Events, feed.Items.Count);
            for (var i = 0; i < acknowledged + 2; i++)
            {
                await again.WriteAsync(Next(i), default);
            }

            Assert.Equal(acknowledged + 2, (await reader.FindAsync("s", default))!.Counts.Beats);
        }

        Assert.True(SqliteCheck.Run(_folder.Store) > 0);
    }

    [Fact]
    public async Task What_retention_did_is_synced_as_batches_are()
    {
        var syncs = 0;
        var options = new WriterOptions { Sync = _ => Interlocked.Increment(ref syncs) };
        await using var writer = SqliteSessionWriter.Open(Working, options);
        await writer.WriteAsync(Old(100), default);
        var before = Volatile.Read(ref syncs);

        await PruneAsync(writer);

        Assert.InRange(Volatile.Read(ref syncs), before + 1, before + 2);
        before = Volatile.Read(ref syncs);
        await PruneAsync(writer);
        Assert.Equal(before, Volatile.Read(ref syncs));
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>The files as they are found: the log's sectors that were written since the last sync are there or not.</summary>
    private void Fail(Random random, byte[] onDisk)
    {
        var written = Log();
        // What the file did not have before reads as zeros, where its new length is on the disk at all.
        var found = new byte[random.Next(2) == 0 ? onDisk.Length : written.Length];
        for (var at = 0; at < found.Length; at += SectorBytes)
        {
            var source = random.Next(2) == 0 ? written : onDisk;
            var count = Math.Min(SectorBytes, Math.Min(found.Length, source.Length) - at);
            if (count > 0)
            {
                source.AsSpan(at, count).CopyTo(found.AsSpan(at));
            }
        }

        File.Copy(Working, _folder.Store, overwrite: true);
        File.WriteAllBytes(_folder.Store + "-wal", found);
    }

    private byte[] Log()
    {
        using var log = new FileStream(
            Working + "-wal",
            FileMode.Open,
            FileAccess.Read,
            FileShare.ReadWrite | FileShare.Delete
        );
        var bytes = new byte[log.Length];
        log.ReadExactly(bytes);
        return bytes;
    }

    private static async Task PruneAsync(SqliteSessionWriter writer) =>
        await writer.PruneAsync(
            new RetentionOptions { MaxAge = TimeSpan.FromDays(5) },
            Samples.Start,
            default
        );

    private static WriteBatch Next(int number) =>
        Samples.Batch(Samples.Beat("s", number + 1, number + 1, equity: number));

    private static WriteBatch Old(int beats)
    {
        var batch = Samples.Batch(
            Enumerable.Range(1, beats).Select(i => Samples.Beat("old", i - 900_000, i, equity: i))
        );
        batch.ArrivedAt = Samples.Start.AddDays(-10);
        return batch;
    }
}
