using FsCheck;
using FsCheck.Fluent;

namespace Sessions.Contract;

/// <summary>What reaches a writer: an event, a point, or a value of a figure.</summary>
public sealed record Signal(SessionEvent? Event, GaugePoint? Point, FigurePoint? Figure = null);

/// <summary>
/// Random signals of two sessions out of small pools, so that they meet: the same identities with other contents, the
/// same instants, ends before and after beats, spans known by their trace alone.
/// </summary>
public static class Signals
{
    public static IReadOnlyList<string> Sessions { get; } = ["a", "b"];

    /// <summary>Lists of signals, with lists that lack some of them as their shrinks.</summary>
    public static Arbitrary<Signal[]> Any { get; } =
        Arb.From(Gen.ArrayOf(Gen.OneOf(Event(), Event(), Event(), Point(), Figure())), Without);

    /// <summary>Beats of one session as one reader collects them: rising numbers, half a second or more apart.</summary>
    public static Arbitrary<Signal[]> Beats { get; } =
        Arb.From(Gen.ArrayOf(Moment().SelectMany(Beat)).Select(Rising), Without);

    private static Gen<T> Maybe<T>(Gen<T> gen) => Gen.OneOf(gen, Gen.Constant(default(T)!));

    private static Gen<T?> Optional<T>(Gen<T> gen)
        where T : struct => Gen.OneOf(gen.Select(v => (T?)v), Gen.Constant((T?)null));

    private static Gen<DateTimeOffset> Moment() =>
        from step in Gen.Choose(0, 16)
        from shift in Gen.Elements(0, 0, -20, 20)
        select Samples.At(step * 0.5).AddMilliseconds(shift);

    private static Gen<string?> Phase() => Gen.Elements<string?>(null, "p", "q");

    private static Gen<Figures?> Figures() =>
        from equity in Optional(Gen.Choose(90, 110))
        from pnl in Optional(Gen.Choose(-5, 5))
        from trades in Optional(Gen.Choose(0, 6))
        from wins in Optional(Gen.Choose(0, 3))
        from losses in Optional(Gen.Choose(0, 3))
        select new Figures
        {
            Equity = equity,
            Pnl = pnl,
            Trades = trades,
            Wins = wins,
            Losses = losses,
        };

    private static Gen<Signal> Point() =>
        from session in Gen.Elements("a", "b")
        from phase in Phase()
        from at in Moment()
        from metric in Gen.Elements(Enum.GetValues<GaugeMetric>())
        from value in Gen.Choose(0, 5)
        from run in Gen.Elements<int?>(null, null, 1, 2)
        select new Signal(null, new GaugePoint(session, phase, at, metric, value) { Run = run });

    /// <summary>Values that runners may state: of one interval a counter always says the same.</summary>
    private static Gen<Signal> Figure() =>
        from session in Gen.Elements("a", "b")
        from kind in Gen.Elements(Enum.GetValues<FigureKind>())
        from isDelta in Gen.Elements(false, kind != FigureKind.Gauge)
        from attributes in Gen.Elements<string?>(null, """{"table":"t"}""")
        from writer in Gen.Choose(1, 2)
        from restart in Gen.Elements(false, false, true)
        from step in Gen.Choose(1, 2000)
        from unit in Gen.Elements("", "{row}")
        select new Signal(
            null,
            null,
            new FigurePoint(
                session,
                new Figure("rows", kind, isDelta, attributes) { Unit = unit },
                kind == FigureKind.Gauge ? 0 : writer,
                kind == FigureKind.Gauge ? null
                    : isDelta ? Samples.At(step - 1)
                    : Samples.At(restart ? 500 : 0),
                Samples.At(step),
                new FigureAmount(
                    step * 1.25,
                    kind == FigureKind.Histogram ? step : 0,
                    kind == FigureKind.Histogram ? step % 7 : null,
                    kind == FigureKind.Histogram ? 10 + step % 5 : null
                )
            )
        );

    private static Gen<Signal> Event() =>
        from type in Gen.Elements([.. Enum.GetValues<EventType>(), EventType.Heartbeat])
        from at in Moment()
        from session in Gen.Elements("a", "b")
        from byTrace in Gen.Elements(false, false, type != EventType.Heartbeat)
        from traced in Gen.Elements(true, true, false)
        from phase in Phase()
        from level in Gen.Elements(Enum.GetValues<EventLevel>())
        from message in Gen.Elements<string?>(null, "one", "Two")
        from status in Optional(Gen.Elements(Enum.GetValues<EventStatus>()))
        from span in Gen.Elements<string?>(null, "00f067aa0ba902b7", "odd span")
        from figures in Maybe(Figures())
        from facts in Facts(type)
        from details in Gen.Elements<string?>(null, """{"k":"1"}""", """{"k":"2","x":3}""")
        select new Signal(
            facts with
            {
                SessionId = byTrace ? "" : session,
                Type = type,
                Timestamp = at,
                Phase = phase,
                Level = level,
                Message = message,
                Status = status,
                SpanId = span,
                TraceId = byTrace || traced ? Samples.Trace(session) : null,
                Figures = figures is { IsEmpty: false } ? figures : null,
                Details = details,
            },
            null
        );

    private static Gen<SessionEvent> Facts(EventType type)
    {
        var none = new SessionEvent
        {
            SessionId = "",
            Type = type,
            Timestamp = default,
        };
        return type switch
        {
            EventType.RunnerStart or EventType.RunnerEnd => from name in Gen.Elements<string?>(
                null,
                "r",
                "s"
            )
            from dry in Gen.Elements<bool?>(null, true, false)
            from capital in Optional(Gen.Choose(0, 100))
            from count in Optional(Gen.Choose(0, 4))
            from service in Gen.Elements<string?>(null, "svc")
            from run in Gen.Elements<RunFacts?>(
                null,
                new RunFacts("""{"x":1}""", """{"host.name":"a"}"""),
                new RunFacts("""{"y":2}""", """{"host.name":"b"}""")
            )
            select none with
            {
                Run = type == EventType.RunnerStart ? run : null,
                Session = new SessionHeader
                {
                    RunnerName = name,
                    DryRun = dry,
                    InitialCapital = capital,
                    PhaseCount = count,
                    ServiceName = service,
                },
            },
            EventType.PhaseStart or EventType.PhaseEnd => from index in Optional(Gen.Choose(0, 2))
            from limit in Optional(Gen.Choose(1, 3))
            from run in Optional(Gen.Choose(1, 2))
            from parent in Gen.Elements<string?>(null, null, "00f067aa0ba902b7", "00000000000000ff")
            select none with
            {
                PhaseRun = run,
                ParentSpanId = parent,
                PhaseInfo = index is null && limit is null ? null : new PhaseHeader(index, limit),
            },
            EventType.Checkpoint => from name in Gen.Elements("c", "d")
            from teller in Gen.Elements(Enum.GetValues<CheckpointTeller>())
            from again in Optional(Gen.Choose(0, 20))
            select none with
            {
                Checkpoint = name,
                ToldBy = teller,
                ToldAgainAt = again is { } step ? Samples.At(step * 0.5) : null,
            },
            EventType.Error => Gen.Elements("X", "Y")
                .Select(name => none with { ErrorType = name }),
            EventType.Heartbeat => from number in Gen.Choose(1, 6)
            from interval in Optional(Gen.Choose(1, 3))
            from progress in Optional(Gen.Choose(0, 4))
            from total in Optional(Gen.Choose(4, 5))
            from run in Optional(Gen.Choose(1, 2))
            select none with
            {
                Beat = new Beat(number, interval, progress) { ProgressTotal = total },
                PhaseRun = run,
            },
            EventType.AutocorrectAttempt => from attempt in Optional(Gen.Choose(1, 3))
            from max in Optional(Gen.Choose(3, 4))
            from reason in Gen.Elements<string?>(null, "timeout", "refused")
            select none with
            {
                Retry = new Retry(attempt, max, null, reason),
            },
            EventType.Trade => from id in Gen.Elements<string?>(null, "t", "u")
            from side in Optional(Gen.Elements(TradeSide.Long, TradeSide.Short))
            from pnl in Optional(Gen.Choose(-5, 5))
            select none with
            {
                Trade = new Trade
                {
                    Id = id,
                    Side = side,
                    Pnl = pnl,
                    Symbol = "S",
                },
            },
            _ => Gen.Constant(none),
        };
    }

    private static Gen<Signal> Beat(DateTimeOffset at) =>
        from phase in Phase()
        from interval in Optional(Gen.Choose(1, 3))
        from progress in Optional(Gen.Choose(0, 9))
        from total in Optional(Gen.Choose(9, 10))
        from figures in Maybe(Figures())
        select new Signal(
            Samples.Beat("a", 0, 1) with
            {
                Timestamp = at,
                Phase = phase,
                Beat = new Beat(1, interval, progress) { ProgressTotal = total },
                Figures = figures is { IsEmpty: false } ? figures : null,
            },
            null
        );

    private static Signal[] Rising(Signal[] beats) =>
        [
            .. beats.Select(
                (beat, i) =>
                    beat with
                    {
                        Event = beat.Event! with
                        {
                            Timestamp = Samples.At(i * 0.5),
                            Beat = beat.Event.Beat! with { Number = i + 1 },
                        },
                    }
            ),
        ];

    private static IEnumerable<Signal[]> Without(Signal[] signals)
    {
        for (var size = signals.Length / 2; size > 0; size /= 2)
        {
            for (var from = 0; from + size <= signals.Length; from += size)
            {
                yield return [.. signals[..from], .. signals[(from + size)..]];
            }
        }
    }
}
