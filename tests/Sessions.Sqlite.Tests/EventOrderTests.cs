using Sessions.Contract;
using Sessions.Sqlite.Events;
using Sessions.Sqlite.Native;
using Sessions.Sqlite.Read;
using Sessions.Sqlite.Retention;
using Sessions.Sqlite.Schema;
using Sessions.Sqlite.Write;

namespace Sessions.Sqlite.Tests;

/// <summary>The order of a session's events holds each of them once, whatever becomes of it.</summary>
public sealed class EventOrderTests : IDisposable
{
    private const int Sessions = 40;

    private readonly TempFolder _folder = new();

    [Fact]
    public async Task What_is_stored_is_known_when_it_comes_again()
    {
        await using var writer = Open();
        var checks = Enumerable
            .Range(1, 3)
            .Select(i => Samples.Checkpoint("s", i, $"check {i}"))
            .ToList();
        await writer.WriteAsync(Samples.Batch(checks), default);

        var again = await writer.WriteAsync(Samples.Batch(checks), default);
        var more = await writer.WriteAsync(
            Samples.Batch(checks[1] with { Message = "says more" }),
            default
        );

        Assert.Equal((0, 3), (again.Added, again.Known));
        Assert.Equal((0, 1), (more.Added, more.Merged));
        Assert.Equal(3, Count("event"));
        await using var reader = new SqliteSessionReader(_folder.Store);
        var page = await reader.EventsAsync(new EventQuery { SessionId = "s" }, default);
        Assert.Equal(
            [("check 3", null), ("check 2", "says more"), ("check 1", null)],
            page.Items.Select(stored => (stored.Event.Checkpoint, stored.Event.Message))
        );
        Assert.True(SqliteCheck.Run(_folder.Store) > 0);
    }

    [Fact]
    public async Task An_event_that_is_twice_in_a_batch_is_known_however_much_of_it_is_inserted()
    {
        await using var writer = Open();
        for (var twice = 2; twice <= 70; twice++)
        {
            var session = $"s{twice}";
            var checks = Enumerable
                .Range(1, 70)
                .Select(i => Samples.Checkpoint(session, 10 * i, $"check {i}"))
                .ToList();
            // Rows of beats and of checkpoints are inserted apart, each when there are many.
            var beats = Enumerable.Range(1, 5).Select(i => Samples.Beat(session, 10 + i, i));

            var written = await writer.WriteAsync(
                Samples.Batch([.. checks, .. beats, checks[0], checks[twice - 1]]),
                default
            );

            Assert.Equal((75, 2), (written.Added, written.Known));
        }

        Assert.True(SqliteCheck.Run(_folder.Store) > 0);
    }

    [Fact]
    public async Task A_page_of_a_session_with_a_thousand_phases_walks_a_bounded_number_of_kinds()
    {
        await using var writer = Open();
        const int phases = 1_000;
        for (var from = 0; from < phases; from += 100)
        {
            await writer.WriteAsync(
                Samples.Batch(
                    Enumerable
                        .Range(from, 100)
                        .Select(i => Samples.Checkpoint("s", i, "done", phase: $"item {i}"))
                ),
                default
            );
        }

        await using var reader = new SqliteSessionReader(_folder.Store);
        using (var connection = ReadConnection.Open(_folder.Store))
        {
            var number = connection.FindSession("s")!.Value.Number;
            Assert.InRange(
                KindScan.Of(connection.Database, number).Count,
                EventKind.MaxPhases,
                EventKind.MaxPhases + 2
            );
        }

        var all = await reader.EventsAsync(
            new EventQuery
            {
                SessionId = "s",
                OldestFirst = true,
                Limit = phases,
            },
            default
        );
        Assert.Equal(
            Enumerable.Range(0, phases).Select(i => $"item {i}"),
            all.Items.Select(stored => stored.Event.Phase)
        );
        foreach (var phase in (string[])["item 3", "item 997"])
        {
            var one = await reader.EventsAsync(
                new EventQuery { SessionId = "s", Phases = [phase] },
                default
            );
            Assert.Equal(phase, Assert.Single(one.Items).Event.Phase);
        }

        var again = await writer.WriteAsync(
            Samples.Batch(Samples.Checkpoint("s", 997, "done", phase: "item 997")),
            default
        );
        Assert.Equal(1, again.Known);
    }

    [Fact]
    public async Task A_beat_that_gauges_join_later_moves_to_the_end_of_the_commit_order()
    {
        await using var writer = Open();
        await writer.WriteAsync(
            Samples.Batch(Samples.Beat("s", 1, 1), Samples.Beat("s", 3, 2)),
            default
        );
        var gauge = new WriteBatch { ArrivedAt = Samples.Arrival };
        gauge.Points.Add(new GaugePoint("s", "data_phase", Samples.At(1), GaugeMetric.Equity, 5));

        await writer.WriteAsync(gauge, default);
        await writer.WriteAsync(Samples.Batch(Samples.Beat("s", 5, 3)), default);

        await using var reader = new SqliteSessionReader(_folder.Store);
        Assert.Equal([3, 2, 1], await BeatsAsync(reader, "s"));
        Assert.True(SqliteCheck.Run(_folder.Store) > 0);
    }

    [Fact]
    public async Task What_was_undone_is_not_in_the_order()
    {
        await using var writer = Open();
        await writer.WriteAsync(Round(1), default);
        var large = Round(2);
        large.Events.Add(Samples.Beat("s1", 3, 3) with { Message = new string('x', 1_000_000) });
        await writer.LimitPagesAsync(64);
        for (var i = 0; i < 3; i++)
        {
            await Assert.ThrowsAsync<StoreUnavailableException>(async () =>
                await writer.WriteAsync(large, default)
            );
        }

        await writer.LimitPagesAsync(1_000_000);
        await writer.WriteAsync(Round(2), default);

        Assert.Equal(2 * Sessions, Count("event"));
        Assert.True(SqliteCheck.Run(_folder.Store) > 0);
    }

    [Fact]
    public async Task The_order_forgets_what_is_removed()
    {
        await using var writer = Open();
        for (var round = 1; round <= 5; round++)
        {
            await writer.WriteAsync(Round(round), default);
        }

        await writer.WriteAsync(
            Samples.Batch(
                Enumerable.Range(0, Sessions / 2).Select(session => Samples.End($"s{session}", 1))
            ),
            default
        );
        Assert.Equal(5 * Sessions + Sessions / 2, Count("event"));
        Assert.True(SqliteCheck.Run(_folder.Store) > 0);

        var retention = new RetentionOptions { MaxAge = TimeSpan.FromDays(1) };
        var removed = 0;
        for (var isDone = false; !isDone; )
        {
            var step = await writer.PruneAsync(retention, Samples.Start.AddDays(9), default);
            removed += step.Events;
            isDone = step.IsDone;
        }

        Assert.Equal(5 * Sessions + Sessions / 2, removed);
        Assert.Equal(0, Count("event"));
        for (var round = 1; round <= 5; round++)
        {
            await writer.WriteAsync(Round(round), default);
        }

        Assert.Equal(5 * Sessions, Count("event"));
        Assert.True(SqliteCheck.Run(_folder.Store) > 0);
    }

    public void Dispose() => _folder.Dispose();

    private SqliteSessionWriter Open() => SqliteSessionWriter.Open(_folder.Store);

    /// <summary>One beat of each session.</summary>
    private static WriteBatch Round(int number) =>
        Samples.Batch(
            Enumerable.Range(0, Sessions).Select(s => Samples.Beat($"s{s}", number, number))
        );

    private static async Task<List<long>> BeatsAsync(SqliteSessionReader reader, string session)
    {
        var page = await reader.EventsAsync(new EventQuery { SessionId = session }, default);
        return [.. page.Items.Select(stored => stored.Event.Beat!.Number)];
    }

    private int Count(string table) => (int)Scalar($"SELECT count(*) FROM {table}");

    private long Scalar(string query)
    {
        using var file = Database.Open(_folder.Store, readOnly: true, TimeSpan.Zero);
        return file.Scalar(query);
    }
}
