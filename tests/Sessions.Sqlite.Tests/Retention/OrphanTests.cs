using Sessions.Contract;
using Sessions.Sqlite.Native;
using Sessions.Sqlite.Read;
using Sessions.Sqlite.Retention;
using Sessions.Sqlite.Write;

namespace Sessions.Sqlite.Tests.Retention;

/// <summary>Events that name only a trace are bounded by themselves, expire, and cost no session.</summary>
public sealed class OrphanTests : IDisposable
{
    private readonly TempFolder _folder = new();

    [Fact]
    public async Task Orphans_push_no_session_out_however_many_come()
    {
        await using var writer = Open(new WriterOptions());
        for (var i = 0; i < 50; i++)
        {
            var finished = Samples.Batch(Samples.Begin($"good{i}"), Samples.End($"good{i}", 1));
            await writer.WriteAsync(finished, default);
        }

        for (var i = 0; i < 30; i++)
        {
            await writer.WriteAsync(Orphans(i * 400, 400, bytes: 2_000), default);
        }

        await PruneAsync(
            writer,
            new RetentionOptions { MaxBytes = 20 << 20 },
            Samples.Start.AddHours(2)
        );

        await using var reader = new SqliteSessionReader(_folder.Store);
        Assert.Equal(
            50,
            (await reader.ListAsync(new SessionQuery { Limit = 100 }, default)).Items.Count
        );
    }

    [Fact]
    public async Task Orphans_have_a_bound_in_bytes_and_the_oldest_give_way()
    {
        var options = new WriterOptions { OrphanBytes = 100_000 };
        await using var writer = Open(options);

        var result = await writer.WriteAsync(Orphans(0, 100, bytes: 2_000), default);

        Assert.Equal(100, result.Waiting);
        Assert.InRange(result.Refused, 50, 60);
        Assert.Equal(100 - result.Refused, Count());
        var first = await writer.WriteAsync(Samples.Batch(Named("first", 0)), default);
        var last = await writer.WriteAsync(Samples.Batch(Named("last", 99)), default);
        Assert.Equal((1, 2), (first.Added, last.Added));
    }

    [Fact]
    public async Task Log_lines_of_unknown_traces_give_way_before_anything_else_that_waits()
    {
        await using var writer = Open(new WriterOptions { OrphanEvents = 100 });
        await writer.WriteAsync(Orphans(0, 60, bytes: 10), default);
        var lines = Samples.Batch();
        lines.Events.AddRange(
            Orphans(1_000, 400, bytes: 10).Events.Select(e => e with { Type = EventType.Log })
        );

        var result = await writer.WriteAsync(lines, default);

        Assert.Equal(360, result.Refused);
        var first = await writer.WriteAsync(Samples.Batch(Named("first", 0)), default);
        Assert.Equal(2, first.Added);
    }

    [Fact]
    public async Task Orphans_expire_even_where_sessions_are_kept_for_ever()
    {
        await using (var writer = Open(new WriterOptions()))
        {
            await writer.WriteAsync(Orphans(0, 2_500, bytes: 10), default);
            await PruneAsync(writer, new RetentionOptions(), Samples.Arrival.AddHours(23));
            Assert.Equal(2_500, Count());

            await PruneAsync(writer, new RetentionOptions(), Samples.Arrival.AddHours(25));
            Assert.Equal(0, Count());
        }
    }

    [Fact]
    public async Task Orphans_are_kept_no_longer_than_sessions()
    {
        await using var writer = Open(new WriterOptions());
        await writer.WriteAsync(Orphans(0, 3, bytes: 10), default);

        var options = new RetentionOptions { MaxAge = TimeSpan.FromHours(1) };
        await PruneAsync(writer, options, Samples.Arrival.AddHours(2));

        Assert.Equal(0, Count());
    }

    public void Dispose() => _folder.Dispose();

    private SqliteSessionWriter Open(WriterOptions options) =>
        SqliteSessionWriter.Open(_folder.Store, options with { Time = Samples.Clock });

    private static async Task PruneAsync(
        SqliteSessionWriter writer,
        RetentionOptions options,
        DateTimeOffset now
    )
    {
        await writer.PruneToEndAsync(options, now);
    }

    private static SessionEvent Named(string session, int trace) =>
        Samples.Begin(session) with
        {
            TraceId = Samples.Trace($"t{trace}"),
        };

    private static WriteBatch Orphans(int first, int count, int bytes) =>
        Samples.Batch(
            Enumerable
                .Range(first, count)
                .Select(i =>
                    Samples.Checkpoint("", i, $"o{i}") with
                    {
                        TraceId = Samples.Trace($"t{i}"),
                        Message = new string('m', bytes),
                    }
                )
        );

    private long Count()
    {
        using var file = Database.Open(_folder.Store, readOnly: true, TimeSpan.Zero);
        return file.Scalar("SELECT count(*) FROM orphan");
    }
}
