using Collector.Commands;
using FsCheck;
using FsCheck.Fluent;
using Sessions;
using Sessions.Contract;
using Sessions.Contract.Reference;
using Stated = Sessions.Contract.Signal;

namespace Collector.Tests.Commands;

/// <summary>A session exported as OTLP and sent to the collector again is the same session.</summary>
public sealed class OtlpRoundTripTests
{
    private static readonly Config Runs = Config
        .QuickThrowOnFailure.WithMaxTest(150)
        .WithEndSize(40);

    [Fact]
    public void What_came_in_as_OTLP_goes_out_and_in_again_unchanged() =>
        Check.One(
            Runs,
            Prop.ForAll(
                Signals.Any,
                signals => ComesBackAsync(OfOneSession(signals)).GetAwaiter().GetResult()
            )
        );

    [Fact]
    public async Task A_runners_session_comes_back_with_every_event()
    {
        await using var store = new ReferenceStore();
        await store.WriteAsync(Samples.Batch(Session()), default);

        await using var copy = await CopyAsync(store);

        Assert.Equal(
            await SessionFacts.FeedAsync(store, "a"),
            await SessionFacts.FeedAsync(copy, "a")
        );
        Assert.Equal(
            SessionFacts.Of(await store.FindAsync("a", default)),
            SessionFacts.Of(await copy.FindAsync("a", default))
        );
    }

    [Fact]
    public async Task Sent_to_the_store_that_it_came_from_it_changes_nothing()
    {
        await using var store = new ReferenceStore();
        await store.WriteAsync(Samples.Batch(Session()), default);

        var report = await ImportAsync(await ExportAsync(store), store);

        Assert.Equal((0, 0, 0), (report.BadLines, report.Added, report.Merged));
        Assert.Equal(["a"], report.Sessions);
    }

    [Fact]
    public async Task Its_own_figures_come_back_whole_and_change_nothing_where_they_came_from()
    {
        await using var store = new ReferenceStore();
        var batch = Samples.Batch(Session());
        var rows = new Figure("rows", FigureKind.Sum, IsDelta: true, """{"table":"a"}""")
        {
            Unit = "{row}",
            Description = "Rows copied",
        };
        var seconds = new Figure("seconds", FigureKind.Histogram, IsDelta: false, null);
        batch.Figures.AddRange([
            new("a", rows, 7, Samples.At(0), Samples.At(1), new(10)),
            new("a", rows, 7, Samples.At(1), Samples.At(1.01), new(5)),
            new("a", rows, -8, Samples.At(0), Samples.At(2), new(1)),
            new("a", seconds, 7, Samples.At(0), Samples.At(2), new(4.5, 3, 1, 2)),
            new("a", new("loss", FigureKind.Gauge, false, null), 0, null, Samples.At(2), new(0.5)),
        ]);
        await store.WriteAsync(batch, default);
        var before = await SessionFacts.FiguresAsync(store, "a");

        await using var copy = await CopyAsync(store);
        await ImportAsync(await ExportAsync(store), store);

        Assert.Equal(before, await SessionFacts.FiguresAsync(copy, "a"));
        Assert.Equal(before, await SessionFacts.FiguresAsync(store, "a"));
    }

    [Fact]
    public async Task Its_spans_are_a_trace_with_the_phases_under_the_session()
    {
        await using var store = new ReferenceStore();
        await store.WriteAsync(Samples.Batch(Session()), default);

        var lines = System.Text.Encoding.UTF8.GetString((await ExportAsync(store)).ToArray());

        var spans = lines
            .Split('\n')
            .Single(l => l.Contains("resourceSpans", StringComparison.Ordinal));
        Assert.Contains("\"name\":\"runner.session\"", spans, StringComparison.Ordinal);
        Assert.Contains("\"parentSpanId\":\"00f067aa0ba902b7\"", spans, StringComparison.Ordinal);
        Assert.Contains("\"name\":\"runner.checkpoint\"", spans, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lines_that_are_no_requests_are_listed_and_the_rest_goes_in()
    {
        await using var store = new ReferenceStore();
        await store.WriteAsync(Samples.Batch(Session()), default);
        var good = System.Text.Encoding.UTF8.GetString((await ExportAsync(store)).ToArray());
        var lines = "{\"resourceLogs\":7}\nnot json\n{\"other\":[]}\n" + good;
        await using var copy = new ReferenceStore();

        var report = await ImportAsync(
            new MemoryStream(System.Text.Encoding.UTF8.GetBytes(lines)),
            copy
        );

        Assert.Equal([1L, 2L, 3L], report.Bad.Select(bad => bad.Number));
        Assert.Equal(
            await SessionFacts.FeedAsync(store, "a"),
            await SessionFacts.FeedAsync(copy, "a")
        );
    }

    private static async Task<bool> ComesBackAsync(SessionEvent[] events)
    {
        await using var given = new ReferenceStore();
        await given.WriteAsync(Samples.Batch(events), default);
        await using var received = await CopyAsync(given);
        await using var again = await CopyAsync(received);

        Assert.Equal(
            (await given.FindAsync("a", default))?.Counts.Events,
            (await received.FindAsync("a", default))?.Counts.Events
        );
        Assert.Equal(
            await SessionFacts.FeedAsync(received, "a"),
            await SessionFacts.FeedAsync(again, "a")
        );
        Assert.Equal(
            SessionFacts.Of(await received.FindAsync("a", default)),
            SessionFacts.Of(await again.FindAsync("a", default))
        );
        return true;
    }

    /// <summary>Events as OTLP can name them: ids are hex there.</summary>
    private static SessionEvent[] OfOneSession(Stated[] signals) =>
        [
            .. signals
                .Select(signal => signal.Event)
                .OfType<SessionEvent>()
                .Select(e =>
                    e with
                    {
                        SessionId = "a",
                        TraceId = e.TraceId is null ? null : Samples.Trace("a"),
                        SpanId = e.SpanId == "odd span" ? "00f067aa0ba902b8" : e.SpanId,
                    }
                ),
        ];

    private static SessionEvent[] Session()
    {
        const string root = "00f067aa0ba902b7";
        const string span = "00f067aa0ba902b8";
        var begin = Samples.Begin("a") with { SpanId = root };
        var header = begin.Session;
        return
        [
            begin with
            {
                Message = "Session started",
            },
            Of(EventType.PhaseStart, 1, span) with
            {
                PhaseInfo = new PhaseHeader(0, 60),
                Details =
                    """{"symbol":"BTCUSD","rows":1000,"share":0.5,"flags":[true,"x"],"map":{"k":null}}""",
            },
            Samples.Beat("a", 2, 1) with
            {
                Phase = "data_phase",
                Level = EventLevel.Debug,
                Beat = new Beat(1, 2.5, 40) { ProgressTotal = 80, Generation = 5 },
                PhaseRun = 2,
                Figures = new Figures
                {
                    Equity = 10_050.25,
                    Pnl = 50.25,
                    Trades = 3,
                    Wins = 2,
                    Losses = 1,
                },
                TraceId = null,
                SpanId = null,
                Message = null,
            },
            Of(EventType.Checkpoint, 3, span) with
            {
                Checkpoint = "schema_ok",
                ToldBy = CheckpointTeller.Both,
                Status = EventStatus.Fail,
                Level = EventLevel.Error,
                Message = "naïve: 3 columns are missing 😀",
            },
            Of(EventType.Error, 4, span) with
            {
                Level = EventLevel.Error,
                ErrorType = "System.IO.IOException",
                Message = "connection reset",
            },
            Of(EventType.AutocorrectAttempt, 5, span) with
            {
                Level = EventLevel.Warning,
                Status = EventStatus.Retrying,
                Retry = new Retry(1, 3, 1.5, "connection reset"),
            },
            Of(EventType.SummaryUpdated, 6, root) with
            {
                Phase = null,
                Figures = new Figures { Equity = 10_100 },
            },
            Of(EventType.PhaseEnd, 7, span) with
            {
                PhaseInfo = new PhaseHeader(0, 60),
                Status = EventStatus.Failed,
                Level = EventLevel.Error,
                ErrorType = "System.IO.IOException",
                Figures = new Figures
                {
                    Trades = 3,
                    Wins = 2,
                    Losses = 1,
                },
            },
            Of(EventType.RunnerEnd, 8, root) with
            {
                Phase = null,
                Session = header,
                Status = EventStatus.Failed,
                Level = EventLevel.Error,
                Message = "Session failed",
            },
        ];
    }

    private static SessionEvent Of(EventType type, double at, string span) =>
        new()
        {
            SessionId = "a",
            Type = type,
            Timestamp = Samples.At(at),
            Phase = "data_phase",
            TraceId = Samples.Trace("a"),
            SpanId = span,
        };

    private static async Task<ReferenceStore> CopyAsync(ReferenceStore store)
    {
        var copy = new ReferenceStore();
        var report = await ImportAsync(await ExportAsync(store), copy);
        Assert.Empty(report.Bad);
        return copy;
    }

    private static async Task<MemoryStream> ExportAsync(ReferenceStore store)
    {
        var lines = new MemoryStream();
        await SessionExport.WriteOtlpJsonAsync(store, "a", lines, default);
        lines.Position = 0;
        return lines;
    }

    private static Task<ImportReport> ImportAsync(MemoryStream lines, ReferenceStore to) =>
        new OtlpImport(to, to, Samples.Clock).ReadAsync(lines, default);
}
