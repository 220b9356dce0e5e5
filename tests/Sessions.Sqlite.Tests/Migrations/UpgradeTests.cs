using System.IO.Compression;
using Sessions.Sqlite.Read;
using Sessions.Sqlite.Schema;
using Sessions.Sqlite.Write;

namespace Sessions.Sqlite.Tests.Migrations;

/// <summary>
/// Files of an earlier version as its own collector left them, with what it said of them: every scenario of the runner,
/// random signals beside a session that retention was removing and an event that names only a trace; and sessions with
/// late beats, gaps, and gauges that came apart; and sessions of three runners that failed, succeeded, timed out, or never
/// ended.
/// </summary>
public sealed class UpgradeTests : IDisposable
{
    private readonly TempFolder _folder = new();

    [Theory]
    [InlineData("scenarios-v6")]
    [InlineData("signals-v6")]
    [InlineData("signals-v7")]
    [InlineData("attention-v9")]
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

    [Fact]
    public async Task Sessions_of_an_earlier_version_need_attention_by_the_rule_of_today()
    {
        using (
            var packed = new GZipStream(Sample("attention-v9.db.gz"), CompressionMode.Decompress)
        )
        using (var store = File.Create(_folder.Store))
        {
            await packed.CopyToAsync(store);
        }

        await using (SqliteSessionWriter.Open(_folder.Store)) { }

        await using var reader = new SqliteSessionReader(_folder.Store);
        var found = await reader.ListAsync(new SessionQuery { NeedsAttention = true }, default);
        Assert.Equal(
            // Of alpha the failure after its latest success, of beta, which never succeeded, all; and what has not ended.
            ["v9-02", "v9-05", "v9-07", "v9-08", "v9-09", "v9-11"],
            found.Items.Select(session => session.Id).Order()
        );
    }

    public void Dispose() => _folder.Dispose();

    private static Stream Sample(string name) =>
        typeof(UpgradeTests).Assembly.GetManifestResourceStream(
            $"Sessions.Sqlite.Tests.Migrations.Samples.{name}"
        )!;
}
