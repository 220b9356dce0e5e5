using Sessions.Contract;
using Sessions.Sqlite.Native;
using Sessions.Sqlite.Read;
using Sessions.Sqlite.Retention;
using Sessions.Sqlite.Schema;
using Sessions.Sqlite.Write;

namespace Sessions.Sqlite.Tests;

public sealed class RetentionTests : IDisposable
{
    private readonly TempFolder _folder = new();

    [Fact]
    public async Task Names_of_phases_go_with_the_last_session_that_used_them()
    {
        await using var writer = SqliteSessionWriter.Open(_folder.Store);
        const double daysAgo = -9 * 86_400;
        var old = Samples.Batch(
            Samples.Begin("old", daysAgo),
            Samples.PhaseStart("old", daysAgo + 1, "shared"),
            Samples.PhaseStart("old", daysAgo + 2, "alone")
        );
        old.ArrivedAt = Samples.At(daysAgo);
        old.Points.Add(
            new GaugePoint("old", "of a point", Samples.At(daysAgo), GaugeMetric.Equity, 1)
        );
        await writer.WriteAsync(old, default);
        await writer.WriteAsync(
            Samples.Batch(Samples.Begin("new", 10), Samples.PhaseStart("new", 11, "shared")),
            default
        );
        await using var reader = new SqliteSessionReader(_folder.Store);
        var query = new EventQuery { SessionId = "new" };
        await reader.EventsAsync(query with { Phases = ["alone"] }, default);

        var kept = new RetentionOptions { MaxAge = TimeSpan.FromDays(5) };
        await writer.PruneToEndAsync(kept, Samples.Start);

        using (var file = Database.Open(_folder.Store, readOnly: true, TimeSpan.Zero))
        {
            Assert.Equal(1, file.Scalar("SELECT count(*) FROM name"));
        }

        await writer.WriteAsync(
            Samples.Batch(
                Samples.PhaseStart("new", 12, "another"),
                Samples.PhaseStart("new", 13, "alone")
            ),
            default
        );
        var phases = (await reader.EventsAsync(query, default)).Items.Select(s => s.Event.Phase);
        Assert.Equal(["alone", "another", "shared", null], phases);
        var again = await reader.EventsAsync(query with { Phases = ["alone"] }, default);
        Assert.Single(again.Items);
    }

    [Fact]
    public async Task By_age_whole_sessions_go_and_the_rest_stays_as_it_was()
    {
        await using var writer = SqliteSessionWriter.Open(_folder.Store);
        await using var reader = new SqliteSessionReader(_folder.Store);
        await SessionAsync(writer, "old", Samples.Start.AddDays(-10), 2_500);
        await SessionAsync(writer, "new", Samples.Start, 10);
        var feed = await SessionFacts.FeedAsync(reader, "new");

        var (sessions, events) = await PruneAsync(
            writer,
            new RetentionOptions { MaxAge = TimeSpan.FromDays(5) }
        );

        Assert.Equal((1, 2_501), (sessions, events));
        Assert.Null(await reader.FindAsync("old", default));
        Assert.Empty(await SessionFacts.FeedAsync(reader, "old"));
        Assert.Equal(feed, await SessionFacts.FeedAsync(reader, "new"));
    }

    [Fact]
    public async Task By_size_the_file_comes_back_under_its_limit_while_writing_goes_on()
    {
        await using var writer = SqliteSessionWriter.Open(_folder.Store);
        for (var i = 0; i < 20; i++)
        {
            await SessionAsync(writer, $"s{i}", Samples.Start.AddDays(i - 30), 2_000);
        }

        await writer.WriteAsync(Samples.Batch(Samples.Begin("running")), default);
        const long limit = 2 * 1024 * 1024;
        var number = 0;
        await writer.PruneToEndAsync(
            new RetentionOptions { MaxBytes = limit },
            Samples.Clock.GetUtcNow(),
            between: async () =>
                await writer.WriteAsync(
                    Samples.Batch(Samples.Beat("running", ++number, number)),
                    default
                )
        );

        await using var reader = new SqliteSessionReader(_folder.Store);
        var left = (await reader.ListAsync(new SessionQuery(), default)).Items;
        Assert.Contains(left, session => session.Id == "running");
        Assert.Contains(left, session => session.Id == "s19");
        Assert.DoesNotContain(left, session => session.Id == "s0");
        Assert.Equal(number, left.Single(session => session.Id == "running").Counts.Beats);
        await writer.DisposeAsync();
        Assert.InRange(new FileInfo(_folder.Store).Length, 1, limit);
    }

    [Fact]
    public async Task A_store_that_holds_too_much_is_opened_before_anything_is_removed()
    {
        await using (var writer = SqliteSessionWriter.Open(_folder.Store))
        {
            for (var i = 0; i < 200; i++)
            {
                await SessionAsync(writer, $"s{i}", Samples.Start.AddDays(i - 400), 100);
            }
        }

        var options = new WriterOptions { Retention = new RetentionOptions { MaxBytes = 1 } };
        for (var opened = 1; opened <= 50; opened++)
        {
            await using var writer = SqliteSessionWriter.Open(_folder.Store, options);
            await SessionAsync(writer, "running", DateTimeOffset.UtcNow, opened);
        }

        Assert.True(SqliteCheck.Run(_folder.Store) > 0);
        await using var reader = new SqliteSessionReader(_folder.Store);
        Assert.Equal(50, (await reader.FindAsync("running", default))?.Counts.Beats);
    }

    [Fact]
    public async Task A_step_takes_many_sessions_where_they_are_short()
    {
        await using var writer = SqliteSessionWriter.Open(_folder.Store);
        for (var i = 0; i < 30; i++)
        {
            await SessionAsync(writer, $"s{i}", Samples.Start.AddDays(i - 60), 20);
        }

        var options = new RetentionOptions { MaxAge = TimeSpan.FromDays(5) };
        var first = await StepAsync(writer, options);

        Assert.Equal((30, 630), (first.Sessions, first.Events));
        Assert.True((await StepAsync(writer, options)).IsDone);
    }

    [Fact]
    public async Task A_runners_name_goes_with_its_last_session()
    {
        await using var writer = SqliteSessionWriter.Open(_folder.Store);
        foreach (
            var (id, age, runner) in ((string, int, string)[])
                [("a", 9, "x"), ("b", 9, "y"), ("c", 0, "y")]
        )
        {
            var at = Samples.Start.AddDays(-age);
            await writer.WriteAsync(
                new WriteBatch
                {
                    ArrivedAt = at,
                    Events = { Samples.Begin(id, (at - Samples.Start).TotalSeconds, runner) },
                },
                default
            );
        }

        await PruneAsync(writer, new RetentionOptions { MaxAge = TimeSpan.FromDays(5) });

        using var connection = ReadConnection.Open(_folder.Store);
        Assert.Equal(["y"], TextMatch.Of(connection.Database, "").Runners);
    }

    [Fact]
    public async Task A_session_that_comes_back_after_its_removal_begins_anew()
    {
        await using var writer = SqliteSessionWriter.Open(_folder.Store);
        await SessionAsync(writer, "s", Samples.Start.AddDays(-10), 10);
        await PruneAsync(writer, new RetentionOptions { MaxAge = TimeSpan.FromDays(5) });

        await writer.WriteAsync(Samples.Batch(Samples.Begin("s"), Samples.End("s", 1)), default);

        await using var reader = new SqliteSessionReader(_folder.Store);
        Assert.Equal(2, (await reader.FindAsync("s", default))?.Counts.Events);
    }

    public void Dispose() => _folder.Dispose();

    private static async Task SessionAsync(
        SqliteSessionWriter writer,
        string id,
        DateTimeOffset at,
        int beats
    )
    {
        var batch = new WriteBatch { ArrivedAt = at };
        var seconds = (at - Samples.Start).TotalSeconds;
        batch.Events.Add(Samples.Begin(id, seconds));
        batch.Events.AddRange(
            Enumerable.Range(1, beats).Select(i => Samples.Beat(id, seconds + i, i, equity: i))
        );
        await writer.WriteAsync(batch, default);
    }

    private static Task<(int Sessions, int Events)> PruneAsync(
        SqliteSessionWriter writer,
        RetentionOptions options
    ) => writer.PruneToEndAsync(options, Samples.Clock.GetUtcNow());

    private static ValueTask<PruneStep> StepAsync(
        SqliteSessionWriter writer,
        RetentionOptions options
    ) => writer.PruneAsync(options, Samples.Clock.GetUtcNow(), default);
}
