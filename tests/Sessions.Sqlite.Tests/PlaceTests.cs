using Sessions.Contract;
using Sessions.Sqlite.Native;
using Sessions.Sqlite.Read;
using Sessions.Sqlite.Schema;
using Sessions.Sqlite.Write;

namespace Sessions.Sqlite.Tests;

/// <summary>Events' places, recent and settled: bounded, and the same to a reader.</summary>
public sealed class PlaceTests : IDisposable
{
    private const int Capacity = 64;

    private const int Sessions = 40;

    private readonly TempFolder _folder = new();

    [Fact]
    public async Task What_many_sessions_send_in_turn_is_settled_in_rounds_and_read_in_order()
    {
        await using (var writer = Open())
        await using (var reader = new SqliteSessionReader(_folder.Store))
        {
            for (var round = 1; round <= 20; round++)
            {
                await writer.WriteAsync(Round(round), default);
                Assert.InRange(Count("place_recent"), 0, Capacity + Capacity / 64);
                Assert.Equal(Sessions * round, Count("place"));
                Assert.Equal(round, (await BeatsAsync(reader, "s7")).Count);
            }

            Assert.Equal(
                Enumerable.Range(1, 20).Select(number => (long)number).Reverse(),
                await BeatsAsync(reader, "s7")
            );
        }

        Assert.True(SqliteCheck.Run(_folder.Store) > 0);
    }

    [Fact]
    public async Task A_writer_that_comes_later_settles_what_it_finds()
    {
        await using (var writer = Open(capacity: 1_000))
        {
            await writer.WriteAsync(Round(1), default);
            await writer.WriteAsync(Round(2), default);
        }

        Assert.Equal(2 * Sessions, Count("place_recent"));
        await using (var writer = Open())
        {
            await writer.WriteAsync(Round(3), default);
        }

        Assert.Equal((Capacity, 3 * Sessions), (Count("place_recent"), Count("place")));
        Assert.True(SqliteCheck.Run(_folder.Store) > 0);
    }

    [Fact]
    public async Task Many_events_of_one_session_are_settled_at_once()
    {
        await using var writer = Open();

        await writer.WriteAsync(
            Samples.Batch(Enumerable.Range(1, 8).Select(i => Samples.Beat("s", i, i))),
            default
        );

        Assert.Equal((0, 8), (Count("place_recent"), Count("place_settled")));
    }

    [Fact]
    public async Task What_was_undone_is_not_counted()
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
        Assert.Equal(Capacity, Count("place_recent"));
    }

    [Fact]
    public async Task Places_go_with_their_events()
    {
        await using var writer = Open();
        for (var round = 1; round <= 4; round++)
        {
            await writer.WriteAsync(Round(round), default);
        }

        // Beats after the end are taken back, wherever their places stand.
        await writer.WriteAsync(
            Samples.Batch(Samples.End("s1", 1), Samples.End("s39", 1)),
            default
        );
        Assert.True(SqliteCheck.Run(_folder.Store) > 0);
        Assert.Equal(4 * Sessions - 6 + 2, Count("place"));

        var retention = new Sessions.Sqlite.Retention.RetentionOptions
        {
            MaxAge = TimeSpan.FromDays(1),
        };
        while (!(await writer.PruneAsync(retention, Samples.Start.AddDays(9), default)).IsDone) { }

        Assert.Equal((0, 0), (Count("place"), Count("event")));
        // The count of those that went is behind; writing goes on, and the bound is kept.
        for (var round = 1; round <= 4; round++)
        {
            await writer.WriteAsync(Round(round), default);
        }

        Assert.Equal(4 * Sessions, Count("place"));
        Assert.InRange(Count("place_recent"), 0, Capacity + Capacity / 64);
        Assert.True(SqliteCheck.Run(_folder.Store) > 0);
    }

    public void Dispose() => _folder.Dispose();

    private SqliteSessionWriter Open(int capacity = Capacity) =>
        SqliteSessionWriter.Open(_folder.Store, new WriterOptions { RecentPlaces = capacity });

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

    private int Count(string table)
    {
        using var file = Database.Open(_folder.Store, readOnly: true, TimeSpan.Zero);
        return (int)file.Scalar($"SELECT count(*) FROM {table}");
    }
}
