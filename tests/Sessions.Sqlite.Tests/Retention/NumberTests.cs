using FsCheck;
using FsCheck.Fluent;
using Sessions.Contract;
using Sessions.Sqlite.Read;
using Sessions.Sqlite.Retention;
using Sessions.Sqlite.Schema;
using Sessions.Sqlite.Write;

namespace Sessions.Sqlite.Tests.Retention;

/// <summary>Whatever retention, restarts and failures do in between, a session has its own events, all of them, and no others.</summary>
public sealed class NumberTests : IDisposable
{
    private static readonly RetentionOptions Kept = new() { MaxAge = TimeSpan.FromDays(5) };

    private const int Large = 600;

    private readonly TempFolder _folder = new();

    private enum Step
    {
        OldSession,
        NewSession,
        Prune,
        Restart,
        Fail,
    }

    [Fact]
    public void No_session_gets_what_belongs_to_another_one() =>
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(30).WithEndSize(9),
            Prop.ForAll(
                Arb.From(Gen.ArrayOf(Gen.Elements(Enum.GetValues<Step>())), Shorter),
                steps => KeepsAsync(steps).GetAwaiter().GetResult()
            )
        );

    [Fact]
    public async Task A_trace_never_gets_the_number_of_one_that_was_removed()
    {
        var trace = Samples.Trace("old");
        await using (var writer = SqliteSessionWriter.Open(_folder.Store))
        {
            await writer.WriteAsync(
                Batch(Samples.Start.AddDays(-10), Samples.Begin("old")),
                default
            );
            // Of another session, in the trace of the one that goes.
            await writer.WriteAsync(
                Samples.Batch(Samples.Begin("kept") with { TraceId = trace }),
                default
            );
            await writer.PruneToEndAsync(Kept, Samples.Start);
        }

        await using var again = SqliteSessionWriter.Open(_folder.Store);
        await again.WriteAsync(Samples.Batch(Samples.Begin("new")), default);

        await using var reader = new SqliteSessionReader(_folder.Store);
        var page = await reader.EventsAsync(new EventQuery { SessionId = "kept" }, default);
        Assert.NotEqual(Samples.Trace("new"), Assert.Single(page.Items).Event.TraceId);
    }

    public void Dispose() => _folder.Dispose();

    private async Task KeepsAsync(Step[] steps)
    {
        var store = Path.Combine(_folder.Path, Path.GetRandomFileName());
        var written = new Dictionary<string, int>();
        var writer = SqliteSessionWriter.Open(store);
        foreach (var (step, i) in steps.Select((step, i) => (step, i)))
        {
            var id = $"s{i}";
            switch (step)
            {
                case Step.OldSession:
                    // So long that it takes several steps to remove.
                    await writer.WriteAsync(
                        Session(id, Samples.Start.AddDays(-10), 2_500),
                        default
                    );
                    break;
                case Step.NewSession:
                    await writer.WriteAsync(Session(id, Samples.Start, 3), default);
                    written[id] = 4;
                    break;
                case Step.Prune:
                    await writer.PruneAsync(Kept, Samples.Start, default);
                    break;
                case Step.Restart:
                    await writer.DisposeAsync();
                    writer = SqliteSessionWriter.Open(store);
                    break;
                case Step.Fail:
                    await writer.LimitPagesAsync(1);
                    var failure = await Record.ExceptionAsync(async () =>
                        await writer.WriteAsync(Session(id, Samples.Start, Large), default)
                    );
                    await writer.LimitPagesAsync(1_000_000);
                    // Pages that retention left free may have been enough.
                    if (failure is null)
                    {
                        written[id] = Large + 1;
                    }
                    else
                    {
                        Assert.IsType<StoreUnavailableException>(failure);
                    }

                    break;
            }
        }

        await writer.PruneToEndAsync(Kept, Samples.Start);

        await writer.DisposeAsync();
        await using var reader = new SqliteSessionReader(store);
        var list = await reader.ListAsync(new SessionQuery { Limit = 1_000 }, default);
        Assert.Equal(
            written.OrderBy(pair => pair.Key, StringComparer.Ordinal),
            list.Items.ToDictionary(s => s.Id, s => (int)s.Counts.Events)
                .OrderBy(pair => pair.Key, StringComparer.Ordinal)
        );
        foreach (var (id, events) in written)
        {
            var feed = await reader.EventsAsync(
                new EventQuery { SessionId = id, Limit = 1_000 },
                default
            );
            Assert.Equal(events, feed.Items.Count);
        }

        Assert.True(SqliteCheck.Run(store) > 0);
    }

    private static WriteBatch Session(string id, DateTimeOffset at, int beats)
    {
        var seconds = (at - Samples.Start).TotalSeconds;
        return Batch(
            at,
            [
                Samples.Begin(id, seconds),
                .. Enumerable
                    .Range(1, beats)
                    .Select(i =>
                        Samples.Beat(id, seconds + i, i, equity: i) with
                        {
                            Message = beats == Large ? new string('x', 3_000) : null,
                        }
                    ),
            ]
        );
    }

    private static WriteBatch Batch(DateTimeOffset at, params IEnumerable<SessionEvent> events)
    {
        var batch = Samples.Batch(events);
        batch.ArrivedAt = at;
        return batch;
    }

    private static IEnumerable<Step[]> Shorter(Step[] steps) =>
        steps.Select((_, i) => steps.Where((_, j) => j != i).ToArray());
}
