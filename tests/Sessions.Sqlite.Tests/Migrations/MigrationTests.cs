using Sessions.Contract;
using Sessions.Sqlite.Native;
using Sessions.Sqlite.Read;
using Sessions.Sqlite.Schema;
using Sessions.Sqlite.Write;

namespace Sessions.Sqlite.Tests.Migrations;

/// <summary>Files as earlier versions left them, from dumps of such files.</summary>
public sealed class MigrationTests : IDisposable
{
    private const string Session = "0193f0c0-0000-7000-8000-000000000000";

    private readonly TempFolder _folder = new();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public async Task A_store_of_an_earlier_version_is_brought_up_to_date_and_says_what_it_said(
        int version
    )
    {
        Restore(version);
        using (var large = Database.Open(_folder.Store, readOnly: true, TimeSpan.Zero))
        {
            IntegrityCheck.Run(large, wholeUpTo: 0);
        }

        await using (var early = new SqliteSessionReader(_folder.Store))
        {
            var refused = await Assert.ThrowsAsync<StoreUnavailableException>(async () =>
                await early.FindAsync(Session, default)
            );
            Assert.Contains($"has schema {version}", refused.Message, StringComparison.Ordinal);
        }

        Assert.True(SqliteCheck.Run(_folder.Store) > 0);
        var told = new List<int>();
        var options = new WriterOptions { Migrating = told.Add };
        await using (SqliteSessionWriter.Open(_folder.Store, options)) { }

        SqliteCheck.Run(_folder.Store);
        await using var writer = SqliteSessionWriter.Open(_folder.Store, options);
        Assert.Equal([version], told);
        await using var reader = new SqliteSessionReader(_folder.Store);
        var state = (await reader.FindAsync(Session, default))!;
        var feed = await SessionFacts.FeedAsync(reader, Session);
        Assert.Equal(state.Counts.Events, feed.Split('\n').Length);
        var before = await reader.EquityAsync(Session, 1000, default);
        Assert.Equal((state.Counts.Beats, 135), (before.Total, before.Points.Count));

        foreach (var sort in Enum.GetValues<SessionSort>())
        {
            foreach (var text in (string?[])[null, "LOA", "0193F0C0"])
            {
                var list = await reader.ListAsync(
                    new SessionQuery { Sort = sort, Text = text },
                    default
                );
                Assert.Equal(Session, Assert.Single(list.Items).Id);
            }
        }

        var next = Samples.Batch(
            Samples.Beat(Session, 0, state.Counts.Beats + 1, equity: 1) with
            {
                Timestamp = state.LastEventAt.AddSeconds(2),
            }
        );
        Assert.Equal(1, (await writer.WriteAsync(next, default)).Added);

        var after = await reader.EquityAsync(Session, 1000, default);
        Assert.Equal(before.Points, after.Points.SkipLast(1));
        Assert.Equal(1, after.Points[^1].Equity);
        using var file = Database.Open(_folder.Store, readOnly: true, TimeSpan.Zero);
        Assert.Equal(StoreSchema.Current, file.Scalar("PRAGMA user_version"));
        Assert.Equal(1, file.Scalar("SELECT count(*) FROM series"));
    }

    public void Dispose() => _folder.Dispose();

    private void Restore(int version)
    {
        using var stream = typeof(MigrationTests).Assembly.GetManifestResourceStream(
            $"Sessions.Sqlite.Tests.Migrations.store-v{version}.sql"
        )!;
        using var dump = new StreamReader(stream);
        using var file = Database.Open(_folder.Store, readOnly: false, TimeSpan.Zero);
        file.Execute("PRAGMA auto_vacuum = INCREMENTAL; PRAGMA journal_mode = WAL;");
        file.Execute(dump.ReadToEnd());
        file.Execute(
            $"PRAGMA application_id = {StoreSchema.ApplicationId}; PRAGMA user_version = {version};"
        );
    }
}
