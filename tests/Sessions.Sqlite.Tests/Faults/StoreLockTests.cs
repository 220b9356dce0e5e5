using System.Diagnostics;
using Sessions.Contract;
using Sessions.Sqlite.Read;
using Sessions.Sqlite.Write;

namespace Sessions.Sqlite.Tests.Faults;

/// <summary>One writer for a file, by whatever name it is opened.</summary>
public sealed class StoreLockTests : IDisposable
{
    private readonly TempFolder _folder = new();

    [Theory]
    [InlineData("the same path")]
    [InlineData("symlink")]
    [InlineData("symlink to its folder")]
    [InlineData("hard link")]
    public async Task A_second_writer_is_refused_by_whatever_name_it_comes(string name)
    {
        await using var first = SqliteSessionWriter.Open(_folder.Store);
        var link = Path.Combine(_folder.Path, "link");
        var path = name switch
        {
            "symlink" => File.CreateSymbolicLink(link, _folder.Store).FullName,
            "symlink to its folder" => Path.Combine(
                Directory.CreateSymbolicLink(link, _folder.Path).FullName,
                Path.GetFileName(_folder.Store)
            ),
            "hard link" => await HardLinkAsync(link),
            _ => _folder.Store,
        };

        var refused = Assert.Throws<StoreUnusableException>(() => SqliteSessionWriter.Open(path));

        Assert.Contains("another process writes", refused.Message, StringComparison.Ordinal);
        Assert.Equal(1, (await first.WriteAsync(Samples.Batch(Samples.Begin("s")), default)).Added);
    }

    [Fact]
    public async Task A_file_that_a_writer_has_can_be_read_and_copied()
    {
        await using var writer = SqliteSessionWriter.Open(_folder.Store);
        await writer.WriteAsync(Samples.Batch(Samples.Begin("s")), default);

        File.Copy(_folder.Store, _folder.Store + ".copy");

        await using var reader = new SqliteSessionReader(_folder.Store);
        Assert.NotNull(await reader.FindAsync("s", default));
    }

    [Fact]
    public async Task When_a_writer_has_gone_the_next_one_opens()
    {
        await using (SqliteSessionWriter.Open(_folder.Store)) { }

        await using var next = SqliteSessionWriter.Open(_folder.Store);
        Assert.Equal(1, (await next.WriteAsync(Samples.Batch(Samples.Begin("s")), default)).Added);
    }

    public void Dispose() => _folder.Dispose();

    private async Task<string> HardLinkAsync(string link)
    {
        using var made = Process.Start("ln", [_folder.Store, link]);
        await made.WaitForExitAsync(TestContext.Current.CancellationToken)
            .WaitAsync(TimeSpan.FromSeconds(30));
        return link;
    }
}
