using FsCheck;
using FsCheck.Fluent;
using Sessions.Contract;
using Sessions.Sqlite.Read;
using Sessions.Sqlite.Write;
using Sessions.Tests;

namespace Sessions.Sqlite.Tests;

/// <summary>The moment before which a running session needs no look: never later than any deadline, and put off in time.</summary>
public sealed class DueTests : IDisposable
{
    private readonly TempFolder _folder = new();

    [Fact]
    public void No_deadline_comes_before_the_moment_that_is_stored() =>
        Check.One(
            Config.QuickThrowOnFailure.WithEndSize(30),
            Prop.ForAll(
                AnySession.Arb,
                events =>
                {
                    var state = new SessionState { Id = AnySession.Id };
                    long? saved = null;
                    foreach (var e in events)
                    {
                        var at = Samples.Arrival.AddSeconds(2 * state.Counts.Events);
                        state.Apply(e, null, at);
                        saved = DueTime.Kept(saved, DueTime.Of(state), at.UtcTicks);
                        foreach (var gap in (double?[])[null, 0.1, 5, 30, 1_000])
                        {
                            var (late, lost, hung) = VerdictDeadlines.Of(state, gap);
                            foreach (var deadline in (DateTimeOffset?[])[late, lost, hung])
                            {
                                Assert.False(deadline?.UtcTicks < saved);
                            }
                        }

                        Assert.Equal(state.HasEnded, saved is null);
                    }
                }
            )
        );

    [Fact]
    public async Task Sessions_that_beat_are_not_due_and_one_that_fell_silent_is()
    {
        await using var writer = SqliteSessionWriter.Open(_folder.Store);
        await using var reader = new SqliteSessionReader(_folder.Store);
        for (var i = 1; i <= 30; i++)
        {
            var beats = Enumerable
                .Range(0, 50)
                // Session 7 falls silent.
                .Where(s => s != 7 || i <= 10)
                .Select(s => Samples.Beat($"s{s}", 2 * i, i));
            var batch = Samples.Batch([.. beats, Samples.End("ended", 1)]);
            batch.ArrivedAt = Samples.At(2 * i);
            await writer.WriteAsync(batch, default);
        }

        var due = await reader.ListAsync(new SessionQuery { DueBy = Samples.At(61) }, default);
        var none = await reader.ListAsync(new SessionQuery { DueBy = Samples.At(20) }, default);
        var totals = await reader.TotalsAsync(new SessionQuery { DueBy = Samples.At(61) }, default);

        Assert.Equal("s7", Assert.Single(due.Items).Id);
        Assert.Empty(none.Items);
        Assert.Equal(1, totals.Count);
    }

    [Fact]
    public async Task A_store_keeps_the_newest_periods_in_which_the_collector_heard()
    {
        await using (var writer = SqliteSessionWriter.Open(_folder.Store))
        {
            for (var i = 0; i < HearingPeriod.MaxKept + 5; i++)
            {
                for (var until = 0; until < 2; until++)
                {
                    var since = Samples.At(10 * i);
                    var batch = Samples.Batch();
                    batch.Hearing = new HearingPeriod(since, since.AddSeconds(until));
                    await writer.WriteAsync(batch, default);
                }
            }
        }

        await using var reader = new SqliteSessionReader(_folder.Store);
        var periods = await reader.HearingAsync(default);

        Assert.Equal(
            Enumerable
                .Range(5, HearingPeriod.MaxKept)
                .Select(i => new HearingPeriod(Samples.At(10 * i), Samples.At(10 * i + 1))),
            periods
        );
    }

    [Fact]
    public async Task A_text_that_nothing_says_is_looked_for_in_bounded_pages_that_can_be_cancelled()
    {
        await using var writer = SqliteSessionWriter.Open(_folder.Store);
        await writer.WriteAsync(
            Samples.Batch(
                Enumerable
                    .Range(1, 2_500)
                    .Select(i =>
                        Samples.Beat("s", i, i) with
                        {
                            Message = i is 1 or 2_000 ? "rare" : "common",
                        }
                    )
            ),
            default
        );
        using var connection = ReadConnection.Open(_folder.Store);
        var found = new List<long>();
        var pages = 0;
        string? before = null;
        do
        {
            Assert.True(pages < 100, "The pages come to no end.");
            var query = new EventQuery
            {
                SessionId = "s",
                Text = "rare",
                Before = before,
            };
            var page = EventReads.Page(connection, query, maxVisited: 400);
            found.AddRange(page.Items.Select(stored => stored.Event.Beat!.Number));
            before = page.Next;
            pages++;
        } while (before is not null);

        Assert.Equal([2_000, 1], found);
        Assert.Equal(7, pages);
    }

    [Fact]
    public async Task A_query_that_is_cancelled_ends_wherever_it_is()
    {
        await using (SqliteSessionWriter.Open(_folder.Store)) { }

        using var pool = new ReadPool(_folder.Store);
        using var cancelled = new CancellationTokenSource();
        const string endless =
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n";

        Assert.Throws<OperationCanceledException>(() =>
            pool.Read(
                connection =>
                {
                    cancelled.Cancel();
                    return connection.Database.Scalar(endless);
                },
                cancelled.Token
            )
        );
        Assert.Equal(
            Schema.StoreSchema.Current,
            pool.Read(c => c.Database.Scalar("PRAGMA user_version"), default)
        );
    }

    public void Dispose() => _folder.Dispose();
}
