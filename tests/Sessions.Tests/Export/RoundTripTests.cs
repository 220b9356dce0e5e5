using FsCheck;
using FsCheck.Fluent;
using Sessions.Contract;
using Sessions.Contract.Reference;

namespace Sessions.Tests;

/// <summary>What is exported and taken in again is the same session.</summary>
public sealed class RoundTripTests
{
    private static readonly Config Runs = Config
        .QuickThrowOnFailure.WithMaxTest(100)
        .WithEndSize(30);

    private static readonly ImportOptions Options = new()
    {
        Reading = SchemaReading.Strict,
        Clock = Samples.Clock,
    };

    [Fact]
    public void Events_taken_in_elsewhere_give_an_equal_session_and_feed() =>
        Check.One(
            Runs,
            Prop.ForAll(AnySession.Arb, events => CopiesAsync(events).GetAwaiter().GetResult())
        );

    [Fact]
    public void Events_and_summary_taken_in_again_change_nothing() =>
        Check.One(
            Runs,
            Prop.ForAll(
                AnySession.Arb,
                events => ChangesNothingAsync(events).GetAwaiter().GetResult()
            )
        );

    [Fact]
    public async Task A_session_that_is_not_there_writes_nothing()
    {
        await using var store = new ReferenceStore();
        using var stream = new MemoryStream();

        Assert.False(await SessionExport.WriteEventsAsync(store, "no", stream, default));
        Assert.False(await SessionExport.WriteOtlpJsonAsync(store, "no", stream, default));
        Assert.False(
            await SessionExport.WriteSummaryAsync(store, "no", stream, Samples.Start, default)
        );
        Assert.Equal(0, stream.Length);
    }

    [Fact]
    public async Task A_feed_longer_than_a_page_is_written_whole_and_in_order()
    {
        await using var store = new ReferenceStore();
        var beats = Enumerable
            .Range(1, 2500)
            .Select(n => Samples.Beat("long", n * 0.1, n))
            .ToList();
        await store.WriteAsync(Samples.Batch(beats), default);
        using var stream = new MemoryStream();

        await SessionExport.WriteEventsAsync(store, "long", stream, default);

        var numbers = System
            .Text.Encoding.UTF8.GetString(stream.ToArray())
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => Lines.Read(line).Beat!.Number);
        Assert.Equal(Enumerable.Range(1, 2500).Select(n => (long)n), numbers);
    }

    private static async Task<bool> CopiesAsync(SessionEvent[] events)
    {
        await using var store = new ReferenceStore();
        await store.WriteAsync(Samples.Batch(events), default);
        await using var copy = new ReferenceStore();

        var report = await ImportAsync(store, copy);

        Assert.Equal(0, report.BadLines);
        Assert.Equal(
            await SessionFacts.FeedAsync(store, AnySession.Id),
            await SessionFacts.FeedAsync(copy, AnySession.Id)
        );
        Assert.Equal(
            SessionFacts.Of(await store.FindAsync(AnySession.Id, default)),
            SessionFacts.Of(await copy.FindAsync(AnySession.Id, default))
        );
        return true;
    }

    private static async Task<bool> ChangesNothingAsync(SessionEvent[] events)
    {
        await using var store = new ReferenceStore();
        await store.WriteAsync(Samples.Batch(events), default);

        var report = await ImportAsync(store, store);

        Assert.Equal((0, 0, 0), (report.BadLines, report.Added, report.Merged));
        if (events.Length > 0)
        {
            using var summary = new MemoryStream();
            await SessionExport.WriteSummaryAsync(
                store,
                AnySession.Id,
                summary,
                Samples.Start,
                default
            );
            summary.Position = 0;
            var second = await new SummaryImport(store, store, Options).ReadAsync(summary, default);
            Assert.Equal((0, 0, 0), (second.BadLines, second.Added, second.Merged));
        }

        return true;
    }

    private static async Task<ImportReport> ImportAsync(ISessionReader from, ISessionWriter to)
    {
        using var lines = new MemoryStream();
        await SessionExport.WriteEventsAsync(from, AnySession.Id, lines, default);
        lines.Position = 0;
        return await new EventImport(to, Options).ReadAsync(lines, default);
    }
}
