using Sessions.Contract;
using Sessions.Sqlite.Backup;
using Sessions.Sqlite.Native;
using Sessions.Sqlite.Read;
using Sessions.Sqlite.Schema;
using Sessions.Sqlite.Write;

namespace Sessions.Sqlite.Tests;

public sealed class UnusableFileTests : IDisposable
{
    private readonly TempFolder _folder = new();

    [Fact]
    public async Task A_file_with_flipped_bytes_is_refused_and_left_as_it_is()
    {
        await FillAsync();
        var bytes = await File.ReadAllBytesAsync(_folder.Store);
        for (var i = 4096; i < bytes.Length; i += 512)
        {
            bytes[i] ^= 0xFF;
        }

        await File.WriteAllBytesAsync(_folder.Store, bytes);
        await AssertRefusedAsync("damaged", bytes);
    }

    [Fact]
    public async Task A_truncated_file_is_refused_and_left_as_it_is()
    {
        await FillAsync();
        var bytes = (await File.ReadAllBytesAsync(_folder.Store))[..^8192];
        await File.WriteAllBytesAsync(_folder.Store, bytes);
        await AssertRefusedAsync("damaged", bytes);

        // No check of ours: whoever opens it is told, however large it is.
        await using var reader = new SqliteSessionReader(_folder.Store);
        var unread = await Assert.ThrowsAsync<StoreUnavailableException>(async () =>
            await reader.FindAsync("s", default)
        );
        Assert.Contains("damaged", unread.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_too_large_to_be_read_whole_is_looked_at_where_its_trees_end()
    {
        await FillAsync();
        using (var sound = Database.Open(_folder.Store, readOnly: true, TimeSpan.Zero))
        {
            IntegrityCheck.Run(sound, wholeUpTo: 0);
        }

        var (page, size) = PageOf("event_order");
        var bytes = await File.ReadAllBytesAsync(_folder.Store);
        Array.Fill(bytes, (byte)0xA5, (page - 1) * size, size);
        await File.WriteAllBytesAsync(_folder.Store, bytes);

        using var damaged = Database.Open(_folder.Store, readOnly: true, TimeSpan.Zero);
        var found = Assert.Throws<SqliteFailure>(() => IntegrityCheck.Run(damaged, wholeUpTo: 0));
        Assert.True(found.IsDamage);
    }

    [Fact]
    public async Task A_check_beside_the_writer_finds_damage_anywhere_and_changes_nothing()
    {
        await using (var writer = SqliteSessionWriter.Open(_folder.Store))
        {
            await writer.WriteAsync(Samples.Batch(Samples.Begin("s")), default);
            Assert.True(SqliteCheck.Run(_folder.Store) > 0);
        }

        await FillAsync();
        var bytes = await File.ReadAllBytesAsync(_folder.Store);
        Array.Fill(bytes, (byte)0xA5, bytes.Length / 2 / 4096 * 4096, 4096);
        await File.WriteAllBytesAsync(_folder.Store, bytes);

        var damaged = Assert.Throws<StoreUnusableException>(() => SqliteCheck.Run(_folder.Store));

        Assert.Contains("damaged", damaged.Message, StringComparison.Ordinal);
        Assert.Equal(bytes, await File.ReadAllBytesAsync(_folder.Store));
    }

    [Theory]
    [InlineData("7b2269")]
    [InlineData("01")]
    [InlineData("ff")]
    public async Task A_row_that_no_writer_wrote_is_named_as_damage_by_whoever_reads_it(string hex)
    {
        await FillAsync();
        Assert.True(SqliteCheck.Run(_folder.Store) > 0);
        using (var file = Database.Open(_folder.Store, readOnly: false, TimeSpan.Zero))
        {
            file.Execute($"UPDATE session_state SET state = X'{hex}'");
        }

        await using var reader = new SqliteSessionReader(_folder.Store);
        var unread = await Assert.ThrowsAsync<StoreUnavailableException>(async () =>
            await reader.FindAsync("s", default)
        );
        Assert.Contains("damaged", unread.Message, StringComparison.Ordinal);
        Assert.Contains(_folder.Store, unread.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', unread.Message);
        var found = Assert.Throws<StoreUnusableException>(() => SqliteCheck.Run(_folder.Store));
        Assert.Contains("session number 1 is damaged", found.Message, StringComparison.Ordinal);
        await using var writer = SqliteSessionWriter.Open(_folder.Store);
        var unwritten = await Assert.ThrowsAsync<InvalidDataException>(async () =>
            await writer.WriteAsync(Samples.Batch(Samples.Beat("s", 3_000, 3_000)), default)
        );
        Assert.Equal(found.Message, unwritten.Message);
        Assert.Equal(
            1,
            (await writer.WriteAsync(Samples.Batch(Samples.Begin("other")), default)).Added
        );
    }

    [Theory]
    [InlineData("event_order", "DELETE FROM event WHERE position = 7")]
    [InlineData("event_order", "UPDATE event SET time = time + 1 WHERE position = 7")]
    [InlineData("event_identity", "UPDATE event SET id = id + 100000 WHERE position = 7")]
    public async Task An_index_that_does_not_say_what_its_table_says_is_found(
        string index,
        string damage
    )
    {
        await FillAsync();
        using (var file = Database.Open(_folder.Store, readOnly: false, TimeSpan.Zero))
        {
            // SQLite does not keep an index that it does not know.
            file.Execute("PRAGMA writable_schema = ON");
            file.Execute("CREATE TABLE aside AS SELECT * FROM sqlite_schema");
            file.Execute($"DELETE FROM sqlite_schema WHERE name = '{index}'");
        }

        using (var file = Database.Open(_folder.Store, readOnly: false, TimeSpan.Zero))
        {
            file.Execute(damage);
            file.Execute("PRAGMA writable_schema = ON");
            file.Execute(
                $"INSERT INTO sqlite_schema SELECT * FROM aside WHERE name = '{index}'; DROP TABLE aside;"
            );
        }

        var found = Assert.Throws<StoreUnusableException>(() => SqliteCheck.Run(_folder.Store));

        Assert.Contains(index, found.Message, StringComparison.Ordinal);
        Assert.Contains(_folder.Store, found.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_of_a_newer_version_is_refused_by_the_writer_and_named_by_the_reader()
    {
        await FillAsync();
        using (var file = Database.Open(_folder.Store, readOnly: false, TimeSpan.Zero))
        {
            file.Execute("PRAGMA user_version = 99");
        }

        await AssertRefusedAsync("newer version", await File.ReadAllBytesAsync(_folder.Store));
        await using var reader = new SqliteSessionReader(_folder.Store);
        var unread = await Assert.ThrowsAsync<StoreUnavailableException>(async () =>
            await reader.FindAsync("s", default)
        );
        Assert.Contains("newer version", unread.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_something_else_is_refused_and_left_as_it_is()
    {
        var text = "these are my notes, not a store"u8.ToArray();
        await File.WriteAllBytesAsync(_folder.Store, text);
        await AssertRefusedAsync(_folder.Store, text);
    }

    [Fact]
    public async Task A_second_writer_is_refused_while_the_first_one_is_there()
    {
        await using var first = SqliteSessionWriter.Open(_folder.Store);
        var refused = Assert.Throws<StoreUnusableException>(() =>
            SqliteSessionWriter.Open(_folder.Store)
        );
        Assert.Contains("another process", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_locked_file_stores_nothing_and_the_same_batch_passes_afterwards()
    {
        var options = new WriterOptions { BusyTimeout = TimeSpan.Zero };
        await using var writer = SqliteSessionWriter.Open(_folder.Store, options);
        var batch = Samples.Batch(Samples.Begin("s"), Samples.Beat("s", 1, 1));
        using (var other = Database.Open(_folder.Store, readOnly: false, TimeSpan.Zero))
        {
            other.Execute("BEGIN IMMEDIATE");
            await Assert.ThrowsAsync<StoreUnavailableException>(async () =>
                await writer.WriteAsync(batch, default)
            );
            other.Execute("ROLLBACK");
        }

        Assert.Equal(2, (await writer.WriteAsync(batch, default)).Added);
    }

    [Fact]
    public async Task A_full_store_stores_nothing_and_goes_on_when_there_is_room()
    {
        await using var writer = SqliteSessionWriter.Open(_folder.Store);
        await writer.WriteAsync(Samples.Batch(Samples.Begin("s")), default);
        var large = Samples.Batch(
            Enumerable.Range(1, 20_000).Select(i => Samples.Beat("s", i, i, equity: i))
        );
        await writer.LimitPagesAsync(64);
        var full = await Assert.ThrowsAsync<StoreUnavailableException>(async () =>
            await writer.WriteAsync(large, default)
        );
        Assert.Contains("free space", full.Message, StringComparison.Ordinal);
        await using var reader = new SqliteSessionReader(_folder.Store);
        Assert.Equal(1, (await reader.FindAsync("s", default))?.Counts.Events);

        // One page would still go in: that does not mean that there is room.
        await Assert.ThrowsAsync<StoreUnavailableException>(async () =>
            await writer.WriteAsync(Samples.Batch(), default)
        );

        await writer.LimitPagesAsync(1_000_000);
        await writer.WriteAsync(Samples.Batch(), default);
        Assert.Equal(20_000, (await writer.WriteAsync(large, default)).Added);
        Assert.Equal(20_001, (await reader.FindAsync("s", default))?.Counts.Events);
    }

    [Fact]
    public async Task A_backup_taken_while_writing_is_a_whole_store_and_never_overwrites()
    {
        await using var writer = SqliteSessionWriter.Open(_folder.Store);
        await writer.WriteAsync(
            Samples.Batch(Samples.Begin("s"), Samples.Beat("s", 1, 1)),
            default
        );
        var copy = Path.Combine(_folder.Path, "backups", "copy.db");

        Assert.True(SqliteBackup.Write(_folder.Store, copy) > 0);

        Assert.Throws<StoreUnavailableException>(() => SqliteBackup.Write(_folder.Store, copy));
        await using var restored = SqliteSessionWriter.Open(copy);
        await using var reader = new SqliteSessionReader(copy);
        Assert.Equal(2, (await reader.FindAsync("s", default))?.Counts.Events);
        Assert.Equal(
            1,
            (await restored.WriteAsync(Samples.Batch(Samples.Begin("s")), default)).Known
        );
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>Where an index begins, and how many bytes a page has.</summary>
    private (int Page, int Size) PageOf(string index)
    {
        using var file = Database.Open(_folder.Store, readOnly: true, TimeSpan.Zero);
        return (
            (int)file.Scalar($"SELECT rootpage FROM sqlite_schema WHERE name = '{index}'"),
            (int)file.Scalar("PRAGMA page_size")
        );
    }

    private async Task FillAsync()
    {
        await using var writer = SqliteSessionWriter.Open(_folder.Store);
        await writer.WriteAsync(
            Samples.Batch(
                Enumerable.Range(1, 2_000).Select(i => Samples.Beat("s", i, i, equity: i))
            ),
            default
        );
    }

    private async Task AssertRefusedAsync(string reason, byte[] bytes)
    {
        var refused = Assert.Throws<StoreUnusableException>(() =>
            SqliteSessionWriter.Open(_folder.Store)
        );
        Assert.Contains(reason, refused.Message, StringComparison.Ordinal);
        Assert.Contains(_folder.Store, refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refused.Message);
        Assert.Equal(bytes, await File.ReadAllBytesAsync(_folder.Store));
    }
}
