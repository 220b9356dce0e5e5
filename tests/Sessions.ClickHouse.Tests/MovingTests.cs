using Sessions.ClickHouse.Read;
using Sessions.ClickHouse.Write;
using Sessions.Contract;
using Sessions.Sqlite.Read;
using Sessions.Sqlite.Write;

namespace Sessions.ClickHouse.Tests;

/// <summary>A SQLite file that becomes too small: out of it by export, into ClickHouse by import.</summary>
public sealed class MovingTests : IDisposable
{
    private readonly CancellationToken _cancel = TestContext.Current.CancellationToken;
    private readonly string _folder = Directory.CreateTempSubdirectory("moving-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Sessions_are_the_same_afterwards_and_a_second_import_changes_nothing()
    {
        var settings = EngineFixture.NewDatabase();
        var file = Path.Combine(_folder, "sessions.db");
        await using (var writer = SqliteSessionWriter.Open(file))
        {
            await writer.WriteAsync(
                Samples.Batch([.. Story("ended"), Samples.End("ended", 41)]),
                _cancel
            );
            await writer.WriteAsync(Samples.Batch(Story("running")), _cancel);
        }

        await using var before = new SqliteSessionReader(file, Samples.Clock);
        await using var target = new ClickHouseSessionWriter(settings);
        var import = new EventImport(target, new ImportOptions());
        var added = 0L;
        foreach (var session in (string[])["ended", "running"])
        {
            using var lines = new MemoryStream();
            Assert.True(await SessionExport.WriteEventsAsync(before, session, lines, _cancel));
            lines.Position = 0;
            added += (await import.ReadAsync(lines, _cancel)).Added;
            lines.Position = 0;
            Assert.Equal(0, (await import.ReadAsync(lines, _cancel)).Added);
        }

        Assert.Equal(2 * Story("").Count() + 1, added);
        await using var after = new ClickHouseSessionReader(settings, Samples.Clock);
        foreach (var session in (string[])["ended", "running"])
        {
            Assert.Equal(
                SessionFacts.Of(await before.FindAsync(session, _cancel)),
                SessionFacts.Of(await after.FindAsync(session, _cancel))
            );
            Assert.Equal(
                await SessionFacts.FeedAsync(before, session),
                await SessionFacts.FeedAsync(after, session)
            );
        }
    }

    private static IEnumerable<SessionEvent> Story(string session)
    {
        yield return Samples.Begin(session);
        yield return Samples.PhaseStart(session, 1, "data_phase");
        for (var i = 1; i <= 10; i++)
        {
            yield return Samples.Beat(session, 2 * i, i, 10_000 + i);
            yield return Samples.Checkpoint(session, 2 * i + 0.5, $"check {i}");
        }

        yield return Samples.PhaseEnd(session, 40, "data_phase");
    }
}
