using FsCheck;
using FsCheck.Fluent;
using Sessions.Contract.Reference;
using Xunit;

namespace Sessions.Contract.Cases;

/// <summary>The feed: order, filters, pages.</summary>
public abstract class EventCases : StoreCases
{
    private Config Runs => Config.QuickThrowOnFailure.WithMaxTest(RunCount).WithEndSize(60);

    /// <summary>How many random queries are tried; an engine that is slow to start may take fewer.</summary>
    protected virtual int RunCount => 60;

    [Fact]
    public void Any_mix_of_filters_gives_the_pages_of_the_reference() =>
        Check.One(
            Runs,
            Prop.ForAll(
                Signals.Any,
                Arb.From(Queries()),
                (signals, query) => AgreesAsync(signals, query).GetAwaiter().GetResult()
            )
        );

    [Fact]
    public async Task Newest_come_first_and_a_start_stands_before_what_happens_in_the_same_instant()
    {
        var store = await StoreAsync(
            Samples.Checkpoint("s", 1, "c"),
            Samples.PhaseStart("s", 1, "data_phase"),
            Samples.Begin("s")
        );

        var page = await store.Reader.EventsAsync(new EventQuery { SessionId = "s" }, Cancel);

        Assert.Equal(
            [EventType.Checkpoint, EventType.PhaseStart, EventType.RunnerStart],
            page.Items.Select(stored => stored.Event.Type)
        );
    }

    [Fact]
    public async Task Pages_hold_their_place_while_newer_events_arrive()
    {
        var store = await StoreAsync(
            Enumerable.Range(1, 10).Select(i => Samples.Beat("s", i, i)).Prepend(Samples.Begin("s"))
        );
        var query = new EventQuery { SessionId = "s", Limit = 4 };
        var first = await store.Reader.EventsAsync(query, Cancel);

        await store.Writer.WriteAsync(Samples.Batch(Samples.Beat("s", 11, 11)), Cancel);
        var second = await store.Reader.EventsAsync(query with { Before = first.Next }, Cancel);

        Assert.Equal([10, 9, 8, 7], first.Items.Select(s => s.Event.Beat!.Number));
        Assert.Equal([6, 5, 4, 3], second.Items.Select(s => s.Event.Beat!.Number));
    }

    [Theory]
    [InlineData("nothing")]
    [InlineData("1.zz")]
    [InlineData("")]
    public async Task A_cursor_that_is_none_gives_an_empty_page(string cursor)
    {
        var store = await StoreAsync(Samples.Begin("s"));
        var query = new EventQuery { SessionId = "s", Before = cursor };
        Assert.Empty((await store.Reader.EventsAsync(query, Cancel)).Items);
    }

    [Fact]
    public async Task A_session_that_is_not_there_has_no_events_no_state_and_no_equity()
    {
        var store = await StoreAsync(Samples.Begin("s"));
        var page = await store.Reader.EventsAsync(new EventQuery { SessionId = "t" }, Cancel);
        Assert.Empty(page.Items);
        Assert.Null(page.Next);
        Assert.Null(await store.Reader.FindAsync("t", Cancel));
        Assert.Equal(0, (await store.Reader.EquityAsync("t", 10, Cancel)).Total);
    }

    private static Gen<EventQuery> Queries() =>
        from session in Gen.Elements("a", "b")
        from types in Gen.SubListOf(Enum.GetValues<EventType>())
        from someTypes in Gen.Elements(true, false)
        from phases in Gen.SubListOf("p", "q", "unheard_of")
        from levels in Gen.SubListOf(Enum.GetValues<EventLevel>())
        from someLevels in Gen.Elements(true, false)
        from @from in Gen.Elements<double?>(null, null, 2)
        from to in Gen.Elements<double?>(null, null, 6)
        from text in Gen.Elements<string?>(null, null, "tw", "X")
        from limit in Gen.Choose(1, 7)
        from oldestFirst in Gen.Elements(true, false)
        select new EventQuery
        {
            SessionId = session,
            Types = someTypes ? [.. types] : [],
            Phases = [.. phases],
            Levels = someLevels ? [.. levels] : [],
            From = @from is { } f ? Samples.At(f) : null,
            To = to is { } t ? Samples.At(t) : null,
            Text = text,
            Limit = limit,
            OldestFirst = oldestFirst,
        };

    private async Task<bool> AgreesAsync(Signal[] signals, EventQuery query)
    {
        await using var reference = new ReferenceStore();
        await Delivery.InOrderAsync(reference, signals);
        await using var store = await CreateStoreAsync();
        await Delivery.InOrderAsync(store.Writer, signals);
        Assert.Equal(await WalkAsync(reference, query), await WalkAsync(store.Reader, query));
        return true;
    }

    /// <summary>All pages, one line for each event, so that page ends are compared too.</summary>
    private static async Task<string> WalkAsync(ISessionReader reader, EventQuery query)
    {
        var lines = new List<string>();
        for (var page = await reader.EventsAsync(query, default); ; )
        {
            lines.AddRange(page.Items.Select(stored => stored.Event.ToString()));
            lines.Add($"next {page.Next}");
            if (page.Next is not { } next)
            {
                return string.Join('\n', lines);
            }

            page = await reader.EventsAsync(
                query.OldestFirst ? query with { After = next } : query with { Before = next },
                default
            );
        }
    }
}
