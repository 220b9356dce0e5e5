using Sessions.Contract;
using Sessions.Sqlite.Native;
using Sessions.Sqlite.Read;
using Sessions.Sqlite.Write;
using SQLitePCL;

namespace Sessions.Sqlite.Tests;

/// <summary>
/// A beat costs the same in a session of any length, for who writes it and for who shows it. Counted in steps of SQLite's
/// machine, not in time.
/// </summary>
public sealed class BoundedWorkTests : IDisposable
{
    private const int Short = 1_000;
    private const int Long = 100_000;

    private readonly TempFolder _folder = new();

    [Fact]
    public async Task What_a_beat_makes_a_page_read_does_not_grow_with_the_length_of_its_session()
    {
        await using var writer = SqliteSessionWriter.Open(_folder.Store);
        await WriteAsync(writer, "short", 1, Short);
        await WriteAsync(writer, "long", 1, Long);
        using var connection = ReadConnection.Open(_folder.Store);

        var (few, many) = (ReadLive(connection, "short"), ReadLive(connection, "long"));

        // A few levels more in each search.
        Assert.InRange(many, 1, few * 3);
    }

    [Fact]
    public async Task What_a_page_load_reads_is_bounded_by_what_it_shows()
    {
        await using var writer = SqliteSessionWriter.Open(_folder.Store);
        await WriteAsync(writer, "long", 1, Long);
        using var connection = ReadConnection.Open(_folder.Store);

        var work = Work(connection.Database, () => ReadPage(connection, "long", Long));

        // A look at each beat takes more than ten steps.
        Assert.InRange(work, 1, 2 * Long);
    }

    [Fact]
    public async Task What_a_beat_writes_does_not_grow_with_the_length_of_its_session()
    {
        await using var writer = SqliteSessionWriter.Open(_folder.Store);
        await WriteAsync(writer, "s", 1, Short);
        var few = await WorkAsync(writer.Connection, () => WriteAsync(writer, "s", Short + 1, 200));
        await WriteAsync(writer, "s", Short + 201, Long);
        var many = await WorkAsync(
            writer.Connection,
            () => WriteAsync(writer, "s", Short + Long + 201, 200)
        );
        // Far behind the newest: into a chunk that is stored, and the rows above it.
        var late = await WorkAsync(
            writer.Connection,
            async () =>
                await writer.WriteAsync(
                    Samples.Batch(Samples.Beat("s", 500.5, 1_000_000, 1)),
                    default
                )
        );

        Assert.InRange(many, 1, few * 3 / 2);
        Assert.InRange(late, 1, few);
    }

    public void Dispose() => _folder.Dispose();

    private static async Task WriteAsync(
        SqliteSessionWriter writer,
        string session,
        int first,
        int count
    )
    {
        foreach (var numbers in Enumerable.Range(first, count).Chunk(1_000))
        {
            var beats = numbers.Select(n =>
                Samples.Beat(session, n, n, 10_000 + 500 * Math.Sin(n * 0.01) + n % 7)
            );
            await writer.WriteAsync(Samples.Batch(beats), default);
        }
    }

    private static long ReadLive(ReadConnection connection, string session) =>
        Work(
            connection.Database,
            () =>
            {
                SessionReads.Find(connection, session);
                BeatReads.Summary(connection, session, 1);
                EquityReads.Curve(connection, session, 2);
                EventReads.Page(connection, new EventQuery { SessionId = session });
            }
        );

    private static void ReadPage(ReadConnection connection, string session, int beats)
    {
        var ranges = Enumerable
            .Range(0, 100)
            .Select(i => new BeatRange(Place(beats * i / 100), Place(beats * (i + 1) / 100)));
        BeatReads.Summary(connection, session, 1);
        BeatReads.Groups(connection, session, [.. ranges]);
        EquityReads.Curve(connection, session, 400);
        new SparkLines().Of(connection, [session], 24);

        static EventCursor Place(int second) => new(Samples.At(second), new EventId(long.MaxValue));
    }

    private static long Work(Database database, Action work) =>
        WorkAsync(
                database,
                () =>
                {
                    work();
                    return Task.CompletedTask;
                }
            )
            .GetAwaiter()
            .GetResult();

    private static async Task<long> WorkAsync(Database database, Func<Task> work)
    {
        long steps = 0;
        raw.sqlite3_progress_handler(
            database.Handle,
            10,
            _ =>
            {
                steps += 10;
                return 0;
            },
            null
        );
        await work();
        raw.sqlite3_progress_handler(database.Handle, 0, null, null);
        return steps;
    }
}
