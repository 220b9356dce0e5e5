using Sessions.Contract;
using Sessions.Sqlite.Read;
using Sessions.Sqlite.Write;

namespace Sessions.Sqlite.Tests;

/// <summary>Nothing is acknowledged before the disk has it, and the next batch does not wait for that.</summary>
public sealed class WalSyncTests : IDisposable
{
    private readonly TempFolder _folder = new();

    [Fact]
    public async Task A_batch_is_acknowledged_after_the_disk_has_it_while_the_next_one_is_written()
    {
        using var disk = new HeldDisk();
        disk.Hold();
        var options = new WriterOptions { Sync = _ => disk.Sync() };
        await using var writer = SqliteSessionWriter.Open(_folder.Store, options);
        await using var reader = new SqliteSessionReader(_folder.Store);

        var first = writer.WriteAsync(Samples.Batch(Samples.Begin("s")), default).AsTask();
        var second = writer.WriteAsync(Samples.Batch(Samples.Beat("s", 1, 1)), default).AsTask();

        // Retention may have the turn at this moment: the second is written when it is over.
        while ((await reader.FindAsync("s", default))?.Counts.Events != 2)
        {
            Assert.False(first.IsCompleted || second.IsCompleted);
            await Task.Yield();
        }

        Assert.False(first.IsCompleted);
        Assert.False(second.IsCompleted);
        disk.LetGo();
        Assert.Equal(1, (await first).Added);
        Assert.Equal(1, (await second).Added);
    }

    [Fact]
    public async Task What_the_disk_refused_is_not_acknowledged_and_may_come_again()
    {
        var refusals = 1;
        var options = new WriterOptions
        {
            Sync = _ =>
            {
                if (Interlocked.Decrement(ref refusals) >= 0)
                {
                    throw new IOException("broken");
                }
            },
        };
        await using var writer = SqliteSessionWriter.Open(_folder.Store, options);
        var batch = Samples.Batch(Samples.Begin("s"));

        var refused = await Assert.ThrowsAsync<StoreUnavailableException>(async () =>
            await writer.WriteAsync(batch, default)
        );
        Assert.Contains("broken", refused.Message, StringComparison.Ordinal);
        Assert.Equal(1, (await writer.WriteAsync(batch, default)).Known);
    }

    [Fact]
    public async Task After_a_refusal_nothing_is_written_until_the_log_could_be_begun_anew()
    {
        var refusals = 1;
        var options = new WriterOptions
        {
            BusyTimeout = TimeSpan.Zero,
            Sync = _ =>
            {
                if (Interlocked.Decrement(ref refusals) >= 0)
                {
                    throw new IOException("broken");
                }
            },
        };
        await using var writer = SqliteSessionWriter.Open(_folder.Store, options);
        using var reader = Native.Database.Open(_folder.Store, readOnly: true, TimeSpan.Zero);
        reader.Execute("BEGIN; SELECT count(*) FROM event");
        await Assert.ThrowsAsync<StoreUnavailableException>(async () =>
            await writer.WriteAsync(Samples.Batch(Samples.Begin("s")), default)
        );

        await Assert.ThrowsAsync<StoreUnavailableException>(async () =>
            await writer.WriteAsync(Samples.Batch(Samples.Beat("s", 1, 1)), default)
        );
        reader.Execute("COMMIT");

        var result = await writer.WriteAsync(Samples.Batch(Samples.Beat("s", 1, 1)), default);
        Assert.Equal(1, result.Added);
    }

    [Fact]
    public async Task A_relaxed_store_acknowledges_without_waiting_for_the_disk()
    {
        var options = new WriterOptions
        {
            Durability = Durability.Relaxed,
            Sync = _ => throw new IOException("broken"),
        };
        await using var writer = SqliteSessionWriter.Open(_folder.Store, options);

        Assert.Equal(
            1,
            (await writer.WriteAsync(Samples.Batch(Samples.Begin("s")), default)).Added
        );
    }

    public void Dispose() => _folder.Dispose();
}
