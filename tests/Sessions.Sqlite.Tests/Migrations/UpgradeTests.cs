using System.IO.Compression;
using Sessions.Sqlite.Read;
using Sessions.Sqlite.Schema;
using Sessions.Sqlite.Write;

namespace Sessions.Sqlite.Tests.Migrations;

/// <summary>
/// Files of an earlier version as its own collector left them, with what it said of them: every scenario of the runner,
/// random signals beside a session that retention was removing and an event that names only a trace; and sessions with
/// late beats, gaps, and gauges that came apart.
/// </summary>
public sealed class UpgradeTests : IDisposable
{
    private readonly TempFolder _folder = new();

    [Theory]
    [InlineData("scenarios-v6")]
    [InlineData("signals-v6")]
    [InlineData("signals-v7")]
    public async Task A_file_of_an_earlier_version_says_what_it_said(string sample)
    {
        using (var packed = new GZipStream(Sample($"{sample}.db.gz"), CompressionMode.Decompress))
        using (var store = File.Create(_folder.Store))
        {
            await packed.CopyToAsync(store);
        }

        using var facts = new StreamReader(Sample($"{sample}.txt"));
        var expected = await facts.ReadToEndAsync();
        for (var opened = 0; opened < 2; opened++)
        {
            await using (SqliteSessionWriter.Open(_folder.Store)) { }

            SqliteCheck.Run(_folder.Store);
            await using var reader = new SqliteSessionReader(_folder.Store);
            Assert.Equal(expected, await StoreFacts.OfAsync(reader));
        }
    }

    public void Dispose() => _folder.Dispose();

    private static Stream Sample(string name) =>
        typeof(UpgradeTests).Assembly.GetManifestResourceStream(
            $"Sessions.Sqlite.Tests.Migrations.Samples.{name}"
        )!;
}
