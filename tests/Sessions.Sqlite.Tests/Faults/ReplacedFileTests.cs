using Sessions.Contract;
using Sessions.Sqlite.Backup;
using Sessions.Sqlite.Read;
using Sessions.Sqlite.Write;

namespace Sessions.Sqlite.Tests.Faults;

/// <summary>The file is removed or replaced while writer and reader have it open.</summary>
public sealed class ReplacedFileTests : IDisposable
{
    private readonly TempFolder _folder = new();

    [Fact]
    public async Task What_is_written_into_a_file_that_was_removed_is_not_acknowledged()
    {
        await using var writer = SqliteSessionWriter.Open(_folder.Store);
        await writer.WriteAsync(Samples.Batch(Samples.Begin("s")), default);
        RemoveStore();

        foreach (
            var batch in (WriteBatch[])[Samples.Batch(Samples.Beat("s", 1, 1)), Samples.Batch()]
        )
        {
            var refused = await Assert.ThrowsAsync<StoreUnavailableException>(async () =>
                await writer.WriteAsync(batch, default)
            );
            Assert.Contains("removed or replaced", refused.Message, StringComparison.Ordinal);
            Assert.Contains(_folder.Store, refused.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task What_was_not_acknowledged_is_stored_when_the_file_is_back()
    {
        await using var writer = SqliteSessionWriter.Open(_folder.Store);
        await writer.WriteAsync(Samples.Batch(Samples.Begin("s")), default);
        var aside = _folder.Store + ".aside";
        File.Move(_folder.Store, aside);
        await Assert.ThrowsAsync<StoreUnavailableException>(async () =>
            await writer.WriteAsync(Samples.Batch(Samples.Beat("s", 1, 1)), default)
        );

        File.Move(aside, _folder.Store);

        var written = await writer.WriteAsync(Samples.Batch(Samples.Beat("s", 1, 1)), default);
        Assert.Equal(1, written.Added);
        await using var reader = new SqliteSessionReader(_folder.Store);
        Assert.Equal(2, (await reader.FindAsync("s", default))?.Counts.Events);
    }

    [Fact]
    public async Task A_reader_answers_from_the_file_that_is_there_now()
    {
        await using var reader = new SqliteSessionReader(_folder.Store);
        await using (var writer = SqliteSessionWriter.Open(_folder.Store))
        {
            await writer.WriteAsync(Samples.Batch(Samples.Begin("before")), default);
            Assert.NotNull(await reader.FindAsync("before", default));
            RemoveStore();
            await Assert.ThrowsAsync<StoreUnavailableException>(async () =>
                await reader.FindAsync("before", default)
            );
        }

        await using var again = SqliteSessionWriter.Open(_folder.Store);
        await again.WriteAsync(Samples.Batch(Samples.Begin("after")), default);

        Assert.Null(await reader.FindAsync("before", default));
        Assert.NotNull(await reader.FindAsync("after", default));
    }

    [Fact]
    public async Task Who_follows_gets_what_is_written_into_the_file_that_is_there_now()
    {
        using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await using var reader = new SqliteSessionReader(_folder.Store);
        var writer = SqliteSessionWriter.Open(_folder.Store);
        await writer.WriteAsync(
            Samples.Batch(Enumerable.Range(1, 50).Select(i => Samples.Beat("before", i, i))),
            default
        );
        var position = await reader.PositionAsync(default);
        var next = NextAsync(reader, position, stop.Token);
        RemoveStore();
        await writer.DisposeAsync();

        await using var again = SqliteSessionWriter.Open(_folder.Store);
        var number = 0;
        while (!next.IsCompleted)
        {
            Assert.True(number < 100_000, "Who follows was given nothing of the new file.");
            await again.WriteAsync(Samples.Batch(Samples.Beat("after", ++number, number)), default);
        }

        Assert.All(await next, stored => Assert.Equal("after", stored.Event.SessionId));
    }

    [Fact]
    public async Task A_backup_put_in_the_files_place_is_what_reader_and_next_writer_have()
    {
        var copy = Path.Combine(_folder.Path, "copy.db");
        await using var reader = new SqliteSessionReader(_folder.Store);
        await using (var writer = SqliteSessionWriter.Open(_folder.Store))
        {
            await writer.WriteAsync(Samples.Batch(Samples.Begin("kept")), default);
            SqliteBackup.Write(_folder.Store, copy);
            await writer.WriteAsync(Samples.Batch(Samples.Begin("later")), default);
            Assert.NotNull(await reader.FindAsync("later", default));

            RemoveStore();
            File.Move(copy, _folder.Store);
            await Assert.ThrowsAsync<StoreUnavailableException>(async () =>
                await writer.WriteAsync(Samples.Batch(Samples.Begin("more")), default)
            );
        }

        Assert.Null(await reader.FindAsync("later", default));
        Assert.NotNull(await reader.FindAsync("kept", default));
        await using var again = SqliteSessionWriter.Open(_folder.Store);
        Assert.Equal(
            1,
            (await again.WriteAsync(Samples.Batch(Samples.Begin("more")), default)).Added
        );
        Assert.NotNull(await reader.FindAsync("more", default));
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>The next events; while there is no file, who follows is told so and comes again.</summary>
    private static async Task<IReadOnlyList<StoredEvent>> NextAsync(
        SqliteSessionReader reader,
        StorePosition position,
        CancellationToken cancellationToken
    )
    {
        while (true)
        {
            try
            {
                await foreach (var events in reader.FollowAsync(position, cancellationToken))
                {
                    return events;
                }
            }
            catch (StoreUnavailableException)
            {
                await Task.Yield();
            }
        }
    }

    private void RemoveStore()
    {
        foreach (var file in Directory.GetFiles(_folder.Path, "sessions.db*"))
        {
            File.Delete(file);
        }
    }
}
