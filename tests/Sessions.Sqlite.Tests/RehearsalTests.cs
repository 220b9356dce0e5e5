using Sessions.Contract;
using Sessions.Sqlite.Native;
using Sessions.Sqlite.Write;

namespace Sessions.Sqlite.Tests;

public sealed class RehearsalTests : IDisposable
{
    private readonly TempFolder _folder = new();

    [Fact]
    public async Task What_is_rehearsed_when_a_store_is_opened_is_not_in_it()
    {
        await using (var writer = SqliteSessionWriter.Open(_folder.Store))
        {
            var written = await writer.WriteAsync(Samples.Batch(Samples.Begin("s")), default);
            Assert.Equal(1, written.Added);
        }

        await using (SqliteSessionWriter.Open(_folder.Store)) { }

        using var file = Database.Open(_folder.Store, readOnly: true, TimeSpan.Zero);
        Assert.Equal(1, file.Scalar("SELECT position FROM meta"));
        foreach (var table in (string[])["session", "session_state", "event", "place"])
        {
            Assert.Equal(1, file.Scalar($"SELECT count(*) FROM {table}"));
        }

        foreach (var table in (string[])["name", "curve", "point", "waiting"])
        {
            Assert.Equal(0, file.Scalar($"SELECT count(*) FROM {table}"));
        }
    }

    [Fact]
    public async Task What_is_rehearsed_is_written_in_every_way_that_a_batch_is()
    {
        await using var writer = SqliteSessionWriter.Open(_folder.Store);

        var written = await writer.WriteAsync(Rehearsal.NewBatch(), default);

        Assert.Equal(new WriteResult(5, 0, 0, 0, 0), written);
    }

    public void Dispose() => _folder.Dispose();
}
