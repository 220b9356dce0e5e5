using FsCheck;
using FsCheck.Fluent;

namespace Sessions.Tests;

/// <summary>Random events as a store hands them out: every field of the type that carries it, present or absent.</summary>
public static class AnyEvent
{
    public static Arbitrary<SessionEvent> Arb { get; } = FsCheck.Fluent.Arb.From(Event());

    /// <summary>Free attributes as the collector writes them, the schema's own fields last.</summary>
    public static Gen<string?> Details { get; } =
        Gen.Elements<string?>(
            null,
            null,
            """{"k":"1"}""",
            """{"http.route":"/orders/{id}","n":-3,"x":0.1,"big":9007199254740993,"t":true,"none":null}""",
            """{"text":"naïve \uD83D\uDE00 \"quoted\" <b>\n","list":[1,"two",[false]],"map":{"a":{"b":1}}}""",
            """{"note":"x","order":{"symbol":"BTCUSD","side":"buy","qty":0.5,"price":64000.25,"status":"filled"},"duration_seconds":1.25}""",
            """{"metrics":{"sharpe":1.4}}"""
        );

    public static Gen<string?> Text { get; } =
        Gen.Elements<string?>(null, "", "Heartbeat", "naïve 😀 \"quoted\"\n\t<b>", "日本");

    public static Gen<string?> Hex(int digits) =>
        from known in Gen.Elements(true, false)
        from low in Gen.Choose(1, int.MaxValue)
        select known ? low.ToString("x", null).PadLeft(digits, 'a') : null;

    public static Gen<DateTimeOffset> Moment { get; } =
        from seconds in Gen.Choose(0, 1_900_000_000)
        from ticks in Gen.Choose(0, 9_999_999)
        select DateTimeOffset.UnixEpoch.AddSeconds(seconds).AddTicks(ticks);

    public static Gen<double?> Number { get; } =
        Gen.Elements<double?>(null, 0, -0.1, 10_150, 1e-9, 123456789.123456, 1e15);

    public static Gen<long?> Count { get; } =
        Gen.Elements<long?>(null, 0, 1, 10, 1_000_000_000_000);

    public static Gen<Figures?> Figures { get; } =
        from equity in Number
        from pnl in Number
        from trades in Count
        from wins in Count
        from losses in Count
        let figures = new Figures
        {
            Equity = equity,
            Pnl = pnl,
            Trades = trades,
            Wins = wins,
            Losses = losses,
        }
        select figures.IsEmpty ? null : figures;

    private static Gen<SessionEvent> Event() =>
        from type in Gen.Elements(Enum.GetValues<EventType>())
        from at in Moment
        from phase in Gen.Elements<string?>(null, "api_phase", "données")
        from level in Gen.Elements(Enum.GetValues<EventLevel>())
        from message in Text
        from status in Gen.Elements<EventStatus?>([
            null,
            .. Enum.GetValues<EventStatus>().Select(s => (EventStatus?)s),
        ])
        from trace in Hex(32)
        from span in Hex(16)
        from error in Gen.Elements<string?>(null, "System.IO.IOException")
        from figures in Figures
        from details in Details
        from facts in Facts(type)
        select facts with
        {
            Timestamp = at,
            Phase = phase,
            Level = level,
            Message = message,
            Status = status,
            TraceId = trace,
            SpanId = span,
            ErrorType = error,
            Figures = figures,
            Details = details,
        };

    /// <summary>What only this type of event has.</summary>
    public static Gen<SessionEvent> Facts(EventType type)
    {
        var none = new SessionEvent
        {
            SessionId = "5f833d2c-479e-4c13-bf13-405303596952",
            Type = type,
            Timestamp = default,
        };
        return type switch
        {
            EventType.RunnerStart => from header in Header()
            from run in Run()
            select none with
            {
                Session = header,
                Run = run,
            },
            EventType.RunnerEnd => Header().Select(header => none with { Session = header }),
            EventType.PhaseStart or EventType.PhaseEnd => from index in Gen.Elements<int?>(
                null,
                0,
                2
            )
            from limit in Number
            select none with
            {
                PhaseInfo = index is null && limit is null ? null : new PhaseHeader(index, limit),
            },
            EventType.Checkpoint => Gen.Elements("schema_ok", "naïve check")
                .Select(name => none with { Checkpoint = name }),
            EventType.Heartbeat => from number in Gen.Choose(1, int.MaxValue)
            from interval in Number
            from progress in Count
            from total in Count
            select none with
            {
                Beat = new Beat(number, interval, progress) { ProgressTotal = total },
            },
            EventType.AutocorrectAttempt => from attempt in Gen.Choose(1, 3)
            from max in Gen.Elements<int?>(null, 3)
            from delay in Number
            from reason in Gen.Elements<string?>(null, "timeout")
            select none with
            {
                Retry = new Retry(attempt, max, delay, reason),
            },
            EventType.Trade => Trade().Select(trade => none with { Trade = trade }),
            _ => Gen.Constant(none),
        };
    }

    private static Gen<Trade?> Trade() =>
        from id in Gen.Elements<string?>(null, "T-1", "naïve")
        from symbol in Gen.Elements<string?>(null, "BTC/USDT")
        from side in Gen.Elements<TradeSide?>(null, TradeSide.Long, TradeSide.Short)
        from quantity in Number
        from entry in Moment
        from pnl in Number
        let trade = new Trade
        {
            Id = id,
            Symbol = symbol,
            Side = side,
            Quantity = quantity,
            ExitPrice = quantity,
            EntryTime = symbol is null ? null : entry,
            Pnl = pnl,
        }
        select trade == new Trade() ? null : trade;

    private static Gen<RunFacts?> Run() =>
        Gen.Elements<RunFacts?>(
            null,
            new RunFacts("{\"window\":20,\"name\":\"naïve\"}", null),
            new RunFacts(null, "{\"service.name\":\"r\",\"process.pid\":42}"),
            new RunFacts("{\"x\":1.5}", "{\"host.name\":\"h\"}")
        );

    private static Gen<SessionHeader?> Header() =>
        from name in Gen.Elements<string?>(null, "demo", "naïve")
        from dry in Gen.Elements<bool?>(null, true, false)
        from capital in Number
        from currency in Gen.Elements<string?>(null, "USD")
        from count in Gen.Elements<int?>(null, 3)
        from service in Gen.Elements<string?>(null, "svc")
        from cron in Gen.Elements<string?>(null, "0 3 * * *")
        from grace in Number
        let header = new SessionHeader
        {
            RunnerName = name,
            DryRun = dry,
            InitialCapital = capital,
            Currency = currency,
            PhaseCount = count,
            ServiceName = service,
            Schedule = cron is null ? null : new Schedule(cron, null, null, grace),
        }
        select header == new SessionHeader() ? null : header;
}
