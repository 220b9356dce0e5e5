using Sessions.Contract;
using Sessions.Sqlite.Backup;
using Sessions.Sqlite.Read;
using Sessions.Sqlite.Schema;
using Sessions.Sqlite.Write;

namespace Sessions.Sqlite.Tests;

/// <summary>A write-ahead log as a killed process leaves it, then damaged.</summary>
public sealed class DamagedLogTests : IDisposable
{
    private const int Commits = 20;
    private const int FrameBytes = 24 + 4096;

    private readonly TempFolder _folder = new();

    private string Log => _folder.Store + "-wal";

    [Theory]
    [InlineData(0)]
    [InlineData(17)]
    [InlineData(32 + 5)]
    [InlineData(32 + 9 * FrameBytes + 10)]
    [InlineData(32 + 9 * FrameBytes + 2_000)]
    public async Task A_flipped_byte_before_later_commits_is_named_and_nothing_is_overwritten(
        int at
    )
    {
        await LeaveLogAsync();
        Flip(at);
        var (store, log) = (File.ReadAllBytes(_folder.Store), File.ReadAllBytes(Log));

        var refused = Assert.Throws<StoreUnusableException>(() =>
            SqliteSessionWriter.Open(_folder.Store)
        );
        var found = Assert.Throws<StoreUnusableException>(() => SqliteCheck.Run(_folder.Store));

        Assert.Contains(
            $"is damaged at byte {(at < 32 ? 0 : at - (at - 32) % FrameBytes)}, and",
            refused.Message,
            StringComparison.Ordinal
        );
        Assert.Equal(refused.Message, found.Message);
        Assert.Equal(store, File.ReadAllBytes(_folder.Store));
        Assert.Equal(log, File.ReadAllBytes(Log));
    }

    [Fact]
    public async Task What_stands_before_the_damage_can_be_taken_as_a_backup()
    {
        await LeaveLogAsync();
        Flip((int)new FileInfo(Log).Length / 2);
        var copy = Path.Combine(_folder.Path, "copy.db");

        SqliteBackup.Write(_folder.Store, copy);

        await using var writer = SqliteSessionWriter.Open(copy);
        await using var reader = new SqliteSessionReader(copy);
        var state = (await reader.FindAsync("s", default))!;
        Assert.InRange(state.Counts.Beats, 1, Commits - 2);
    }

    [Fact]
    public async Task A_log_torn_in_its_last_commit_is_what_a_crash_leaves_and_is_opened()
    {
        await LeaveLogAsync();
        Flip((int)new FileInfo(Log).Length - 100);

        await using var writer = SqliteSessionWriter.Open(_folder.Store);
        await using var reader = new SqliteSessionReader(_folder.Store);

        Assert.Equal(Commits - 1, (await reader.FindAsync("s", default))?.Counts.Beats);
    }

    [Fact]
    public async Task Where_commits_may_be_lost_anyway_a_torn_log_is_opened()
    {
        await LeaveLogAsync();
        Flip((int)new FileInfo(Log).Length / 2);

        await using var writer = SqliteSessionWriter.Open(
            _folder.Store,
            new WriterOptions { Durability = Durability.Relaxed }
        );
    }

    [Fact]
    public async Task A_sound_log_with_frames_of_an_earlier_one_behind_it_is_opened()
    {
        await LeaveLogAsync();
        var longer = File.ReadAllBytes(Log);
        await using (SqliteSessionWriter.Open(_folder.Store)) { }
        await LeaveLogAsync(commits: 3);
        var log = File.ReadAllBytes(Log);
        File.WriteAllBytes(Log, [.. log, .. longer[log.Length..]]);

        Assert.Null(LogCheck.Find(Log));
        await using var writer = SqliteSessionWriter.Open(_folder.Store);
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>Store and log as they are while a writer is at work, without the writer.</summary>
    private async Task LeaveLogAsync(int commits = Commits)
    {
        var working = Path.Combine(_folder.Path, Path.GetRandomFileName());
        await using var writer = SqliteSessionWriter.Open(working);
        for (var i = 1; i <= commits; i++)
        {
            await writer.WriteAsync(Samples.Batch(Samples.Beat("s", i, i, equity: i)), default);
        }

        File.Copy(working, _folder.Store, overwrite: true);
        File.Copy(working + "-wal", Log, overwrite: true);
    }

    private void Flip(int at)
    {
        using var file = new FileStream(Log, FileMode.Open, FileAccess.ReadWrite);
        file.Position = at;
        var was = file.ReadByte();
        file.Position = at;
        file.WriteByte((byte)(was ^ 0xFF));
    }
}
