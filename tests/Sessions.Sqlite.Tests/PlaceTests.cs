using Sessions.Contract;
using Sessions.Sqlite.Native;
using Sessions.Sqlite.Read;
using Sessions.Sqlite.Retention;
using Sessions.Sqlite.Schema;
using Sessions.Sqlite.Write;

namespace Sessions.Sqlite.Tests;

/// <summary>Events' places, recent and settled: bounded, and the same to a reader.</summary>
public sealed class PlaceTests : IDisposable
{
    /// <summary>A session's places are settled when there are so many, or a few more; see <see cref="Most"/>.</summary>
    private const int Least = 4;

    private const int Most = 2 * Least - 1;

    private const int Sessions = 40;

    private readonly TempFolder _folder = new();

    [Fact]
    public async Task What_many_sessions_send_in_turn_is_settled_now_of_one_and_now_of_another()
    {
        await using (var writer = Open())
        await using (var reader = new SqliteSessionReader(_folder.Store))
        {
            for (var round = 1; round <= 20; round++)
            {
                await writer.WriteAsync(Round(round), default);

                Assert.Equal(Sessions * round, Count("place"));
                Assert.InRange(LongestChain(), 0, Most - 1);
                Assert.Equal(Newest(round), await BeatsAsync(reader, "s7"));
                if (round is Least)
                {
                    // The first of them are full; the others' bounds are higher.
                    Assert.InRange(Count("place_settled"), Least, Sessions * Least / 2);
                }
            }
        }

        Assert.True(SqliteCheck.Run(_folder.Store) > 0);
    }

    [Theory]
    [InlineData(12_288)]
    [InlineData(8)]
    public async Task A_writer_that_knows_nothing_of_a_session_goes_on_from_its_newest_event(
        int hotSessions
    )
    {
        var chains = new List<int>();
        for (var round = 1; round <= 15; round += 3)
        {
            await using var writer = Open(hotSessions);
            for (var next = round; next < round + 3; next++)
            {
                await writer.WriteAsync(Round(next), default);
            }

            Assert.Equal(Sessions * (round + 2), Count("place"));
            chains.Add(LongestChain());
        }

        // One that was read anew is settled at the lowest bound.
        Assert.Equal([3, 2, 1, 0, 3], chains);

        await using var reader = new SqliteSessionReader(_folder.Store);
        Assert.Equal(Newest(15), await BeatsAsync(reader, "s7"));
        Assert.True(SqliteCheck.Run(_folder.Store) > 0);
    }

    [Fact]
    public async Task Many_events_of_one_session_are_settled_at_once_beside_those_that_are_recent()
    {
        await using var writer = Open();
        await using var reader = new SqliteSessionReader(_folder.Store);
        await writer.WriteAsync(
            Samples.Batch(Samples.Beat("s", 3, 3), Samples.Beat("s", 20, 20)),
            default
        );

        await writer.WriteAsync(
            Samples.Batch(Enumerable.Range(4, 8).Select(i => Samples.Beat("s", i, i))),
            default
        );
        await writer.WriteAsync(Samples.Batch(Samples.Beat("s", 2, 2)), default);

        Assert.Equal((3, 8), (Count("place_recent"), Count("place_settled")));
        Assert.Equal([20, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2], await BeatsAsync(reader, "s"));
        Assert.True(SqliteCheck.Run(_folder.Store) > 0);
    }

    [Fact]
    public async Task What_is_recent_is_known_when_it_comes_again()
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
        Assert.Equal(3, Count("place"));
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
    public async Task A_recent_beat_that_gauges_join_later_moves_to_the_end_of_the_commit_order()
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

        Assert.Equal((1, 2), (Count("place_recent"), Count("place_settled")));
        await using var reader = new SqliteSessionReader(_folder.Store);
        Assert.Equal([3, 2, 1], await BeatsAsync(reader, "s"));
        Assert.True(SqliteCheck.Run(_folder.Store) > 0);
    }

    [Fact]
    public async Task What_was_undone_is_in_no_chain()
    {
        await using var writer = Open();
        await writer.WriteAsync(Round(1), default);
        var large = Round(2);
        large.Events.Add(Samples.Beat("s1", 3, 3) with { Message = new string('x', 1_000_000) });
        writer.LimitPages(64);
        for (var i = 0; i < 3; i++)
        {
            await Assert.ThrowsAsync<StoreUnavailableException>(async () =>
                await writer.WriteAsync(large, default)
            );
        }

        writer.LimitPages(1_000_000);
        await writer.WriteAsync(Round(2), default);

        Assert.Equal(2 * Sessions, Count("place"));
        Assert.Equal(2, LongestChain());
        Assert.True(SqliteCheck.Run(_folder.Store) > 0);
    }

    [Fact]
    public async Task Places_go_with_their_events()
    {
        await using var writer = Open();
        for (var round = 1; round <= 5; round++)
        {
            await writer.WriteAsync(Round(round), default);
        }

        // Beats after the end are taken back, wherever their places stand.
        await writer.WriteAsync(
            Samples.Batch(
                Enumerable.Range(0, Sessions / 2).Select(session => Samples.End($"s{session}", 1))
            ),
            default
        );
        Assert.Equal(5 * Sessions - 4 * Sessions / 2 + Sessions / 2, Count("place"));
        Assert.True(SqliteCheck.Run(_folder.Store) > 0);

        var retention = new RetentionOptions { MaxAge = TimeSpan.FromDays(1) };
        var removed = 0;
        for (var isDone = false; !isDone; )
        {
            var step = await writer.PruneAsync(retention, Samples.Start.AddDays(9), default);
            removed += step.Events;
            isDone = step.IsDone;
        }

        Assert.Equal(3 * Sessions + Sessions / 2, removed);
        Assert.Equal((0, 0), (Count("place"), Count("event")));
        for (var round = 1; round <= 5; round++)
        {
            await writer.WriteAsync(Round(round), default);
        }

        Assert.Equal(5 * Sessions, Count("place"));
        Assert.True(SqliteCheck.Run(_folder.Store) > 0);
    }

    public void Dispose() => _folder.Dispose();

    private SqliteSessionWriter Open(int hotSessions = 12_288) =>
        SqliteSessionWriter.Open(
            _folder.Store,
            new WriterOptions { RecentPlaces = Least, HotSessions = hotSessions }
        );

    /// <summary>One beat of each session.</summary>
    private static WriteBatch Round(int number) =>
        Samples.Batch(
            Enumerable.Range(0, Sessions).Select(s => Samples.Beat($"s{s}", number, number))
        );

    private static IEnumerable<long> Newest(int count) =>
        Enumerable.Range(1, count).Select(number => (long)number).Reverse();

    private static async Task<List<long>> BeatsAsync(SqliteSessionReader reader, string session)
    {
        var page = await reader.EventsAsync(new EventQuery { SessionId = session }, default);
        return [.. page.Items.Select(stored => stored.Event.Beat!.Number)];
    }

    private int LongestChain() =>
        (int)Scalar("SELECT max(n) FROM (SELECT count(*) AS n FROM place_recent GROUP BY session)");

    private int Count(string table) => (int)Scalar($"SELECT count(*) FROM {table}");

    private long Scalar(string query)
    {
        using var file = Database.Open(_folder.Store, readOnly: true, TimeSpan.Zero);
        return file.Scalar(query);
    }
}
