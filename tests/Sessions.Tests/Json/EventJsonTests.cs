using FsCheck;
using FsCheck.Fluent;

namespace Sessions.Tests;

public sealed class EventJsonTests
{
    private const string Id = "5f833d2c-479e-4c13-bf13-405303596952";

    [Fact]
    public void A_minimal_event_has_a_time_a_session_and_a_type()
    {
        var e = Lines.Read(
            $$"""{"timestamp":"2025-10-10T06:37:11.676039Z","session_id":"{{Id}}","type":"runner_start"}"""
        );

        Assert.Equal(
            new SessionEvent
            {
                SessionId = Id,
                Type = EventType.RunnerStart,
                Timestamp = new DateTimeOffset(2025, 10, 10, 6, 37, 11, 676, 39, TimeSpan.Zero),
            },
            e
        );
    }

    [Fact]
    public void A_full_event_is_read_whole()
    {
        var e = Lines.Read(
            $$$"""
            {"timestamp":"2025-10-10T08:37:11+02:00","session_id":"{{{Id}}}","type":"heartbeat","phase":"api_phase",
             "level":"debug","message":"Heartbeat","status":"pass","error":"none",
             "metrics":{"equity":10150.0,"pnl":150,"win_rate":60.0,"trades":10,"wins":6,"losses":4},
             "trace_id":"0AF7651916CD43DD8448EB211C80319C","span_id":"b7ad6b7169203331",
             "details":{"runner.heartbeat":7,"runner.heartbeat.interval":2.5,"runner.progress":40,"host":"box"}}
            """
        );

        Assert.Equal(
            new SessionEvent
            {
                SessionId = Id,
                Type = EventType.Heartbeat,
                Timestamp = new DateTimeOffset(2025, 10, 10, 6, 37, 11, TimeSpan.Zero),
                Phase = "api_phase",
                Level = EventLevel.Debug,
                Message = "Heartbeat",
                Status = EventStatus.Pass,
                ErrorType = "none",
                TraceId = "0af7651916cd43dd8448eb211c80319c",
                SpanId = "b7ad6b7169203331",
                Beat = new Beat(7, 2.5, 40),
                Details = """{"host":"box"}""",
                Figures = new Figures
                {
                    Equity = 10_150,
                    Pnl = 150,
                    Trades = 10,
                    Wins = 6,
                    Losses = 4,
                },
            },
            e
        );
    }

    [Fact]
    public void What_is_written_is_read_as_an_equal_event() =>
        Prop.ForAll(AnyEvent.Arb, e => Lines.Read(Lines.Write(e)) == e).QuickCheckThrowOnFailure();

    [Fact]
    public void An_order_and_a_duration_survive_where_readers_look_for_them()
    {
        const string order =
            """{"symbol":"BTCUSD","side":"buy","qty":0.5,"price":64000.25,"status":"filled"}""";
        var e = Lines.Read(
            Event($$$""" "order":{{{order}}},"duration_seconds":1.25,"details":{"a":1} """)
        );

        Assert.Equal($$"""{"a":1,"order":{{order}},"duration_seconds":1.25}""", e.Details);
        var written = Lines.Write(e);
        Assert.Contains($"\"order\":{order}", written, StringComparison.Ordinal);
        Assert.EndsWith("\"details\":{\"a\":1}}", written, StringComparison.Ordinal);
    }

    [Fact]
    public void A_win_rate_is_computed_and_one_that_says_otherwise_is_kept_beside_it()
    {
        var stated = Lines.Read(Event(""" "metrics":{"win_rate":0.6,"trades":10,"wins":6} """));

        Assert.Equal("""{"metrics":{"win_rate":0.6}}""", stated.Details);
        Assert.Contains("\"win_rate\":60", Lines.Write(stated), StringComparison.Ordinal);
        Assert.Null(
            Lines.Read(Event(""" "metrics":{"win_rate":60,"trades":10,"wins":6} """)).Details
        );
    }

    [Fact]
    public void Unknown_fields_are_allowed_and_kept()
    {
        var e = Lines.Read(
            Event(""" "host":"box","metrics":{"sharpe":1.4},"details":{"host":"other","k":[1]} """)
        );

        Assert.Equal("""{"host":"other","k":[1],"metrics":{"sharpe":1.4}}""", e.Details);
        Assert.Null(e.Figures);
    }

    [Fact]
    public void Null_is_the_same_as_absent() =>
        Assert.Equal(
            Lines.Read(Event()),
            Lines.Read(
                Event(""" "phase":null,"level":null,"metrics":null,"details":null,"order":null """)
            )
        );

    [Theory]
    [InlineData("""{"session_id":"s","type":"error"}""", "timestamp: is required")]
    [InlineData(
        """{"timestamp":"yesterday","session_id":"s","type":"error"}""",
        "timestamp: must be an ISO 8601 time with an offset, such as 2025-10-10T06:37:11.676Z"
    )]
    [InlineData(
        """{"timestamp":1760078231,"session_id":"s","type":"error"}""",
        "timestamp: must be an ISO 8601 time with an offset, such as 2025-10-10T06:37:11.676Z"
    )]
    [InlineData(
        """{"timestamp":"2025-10-10T06:37:11","session_id":"s","type":"error"}""",
        "timestamp: has no offset, and nothing says which time zone it is in"
    )]
    [InlineData("""{"timestamp":"2025-10-10T06:37:11Z","session_id":"s"}""", "type: is required")]
    [InlineData(
        """{"timestamp":"2025-10-10T06:37:11Z","session_id":"s","type":"beat"}""",
        "type: must be one of runner_start, runner_end, phase_start, phase_end, checkpoint, heartbeat, summary_updated, error, autocorrect_attempt, trade, log"
    )]
    [InlineData(
        """{"timestamp":"2025-10-10T06:37:11Z","type":"error"}""",
        "session_id: is required"
    )]
    public void Without_a_time_a_type_and_a_session_it_is_no_event(string line, string refusal)
    {
        Assert.Equal(refusal, Lines.Refusal(line).Message);
        Assert.Equal(refusal, Lines.Refusal(line, SchemaReading.Lenient).Message);
    }

    [Theory]
    [InlineData(""" "level":"loud" """, "level: must be one of debug, info, warning, error")]
    [InlineData(""" "level":"DEBUG" """, "level: must be one of debug, info, warning, error")]
    [InlineData(
        """ "status":"ok" """,
        "status: must be one of running, retrying, pass, success, skipped, warn, cancelled, timeout, fail, failed, error"
    )]
    [InlineData(""" "phase":3 """, "phase: must be a string")]
    [InlineData(""" "metrics":{"equity":"much"} """, "metrics.equity: must be a finite number")]
    [InlineData(""" "metrics":{"equity":1e999} """, "metrics.equity: must be a finite number")]
    [InlineData(
        """ "metrics":{"trades":1.5} """,
        "metrics.trades: must be a whole number from 0 on"
    )]
    [InlineData(""" "metrics":{"wins":-1} """, "metrics.wins: must be a whole number from 0 on")]
    [InlineData(""" "metrics":[] """, "metrics: must be an object")]
    [InlineData(""" "trace_id":"xyz" """, "trace_id: must be 32 hex digits, not all zero")]
    [InlineData(
        """ "details":{"runner.checkpoint.name":7} """,
        "details.runner.checkpoint.name: must be a string"
    )]
    public void Strictly_a_field_that_does_not_fit_is_refused_by_name(string field, string refusal)
    {
        var line = Event(field, "checkpoint");

        Assert.Equal(refusal, Lines.Refusal(line).Message);
    }

    [Theory]
    [InlineData(""" "level":"loud" """, """{"level":"loud"}""")]
    [InlineData(""" "status":"ok" """, """{"status":"ok"}""")]
    [InlineData(""" "phase":3 """, """{"phase":3}""")]
    [InlineData(""" "metrics":{"trades":"many"} """, """{"metrics":{"trades":"many"}}""")]
    [InlineData(""" "metrics":[] """, """{"metrics":[]}""")]
    [InlineData(""" "details":"text" """, """{"details":"text"}""")]
    public void Leniently_a_field_that_does_not_fit_is_kept_as_it_stands(
        string field,
        string details
    ) => Assert.Equal(details, Lines.Read(Event(field), SchemaReading.Lenient).Details);

    [Theory]
    [InlineData("WARNING", EventLevel.Warning)]
    [InlineData("Warn", EventLevel.Warning)]
    [InlineData("CRITICAL", EventLevel.Error)]
    [InlineData("Debug", EventLevel.Debug)]
    public void Leniently_case_does_not_count_and_Pythons_levels_are_known(
        string level,
        EventLevel expected
    ) =>
        Assert.Equal(
            expected,
            Lines.Read(Event($"\"level\":\"{level}\""), SchemaReading.Lenient).Level
        );

    [Theory]
    [InlineData("Europe/Berlin", "2025-07-10T06:37:11", "2025-07-10T04:37:11Z")]
    [InlineData("Europe/Berlin", "2025-12-10T06:37:11", "2025-12-10T05:37:11Z")]
    [InlineData("Europe/Berlin", "2025-10-26T02:30:00", "2025-10-26T01:30:00Z")]
    [InlineData("Europe/Berlin", "2025-03-30T02:30:00", "2025-03-30T01:30:00Z")]
    [InlineData("UTC", "2025-07-10 06:37:11.5", "2025-07-10T06:37:11.5Z")]
    [InlineData("Europe/Berlin", "2025-07-10T06:37:11+01:00", "2025-07-10T05:37:11Z")]
    public void A_time_without_an_offset_is_read_by_the_stated_rule(
        string zone,
        string time,
        string utc
    )
    {
        var reading = SchemaReading.Lenient with
        {
            NaiveTimes = TimeZoneInfo.FindSystemTimeZoneById(zone),
        };

        var e = Lines.Read(
            $$"""{"timestamp":"{{time}}","session_id":"s","type":"error"}""",
            reading
        );

        Assert.Equal(
            DateTimeOffset.Parse(utc, System.Globalization.CultureInfo.InvariantCulture),
            e.Timestamp
        );
        Assert.Equal(TimeSpan.Zero, e.Timestamp.Offset);
    }

    [Fact]
    public void An_event_without_a_session_takes_the_one_it_is_read_for() =>
        Assert.Equal(
            "mine",
            Lines
                .Read(
                    """{"timestamp":"2025-10-10T06:37:11Z","type":"error"}""",
                    SchemaReading.Lenient with
                    {
                        DefaultSession = "mine",
                    }
                )
                .SessionId
        );

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("\"text\"")]
    [InlineData("""{"timestamp":"2025-10-10T06:37:11Z","session_id":"\ud800","type":"error"}""")]
    [InlineData(
        """{"timestamp":"2025-10-10T06:37:11Z","session_id":"s","type":"error","x":"\udfff"}"""
    )]
    public void What_is_no_JSON_object_is_refused_as_such(string line) =>
        Assert.Equal("", Lines.Refusal(line).Field);

    [Fact]
    public void Broken_UTF8_is_refused_as_such()
    {
        byte[] line =
        [
            .. """{"timestamp":"2025-10-10T06:37:11Z","session_id":"s","type":"error","message":" """u8,
            0xC3,
            0x28,
            .. "\"}"u8,
        ];

        Assert.Throws<SchemaException>(() => EventJson.Read(line, SchemaReading.Lenient));
    }

    [Fact]
    public void Any_bytes_are_read_or_refused() =>
        Prop.ForAll(
                ArbMap.Default.ArbFor<byte[]>(),
                AnyEvent.Arb,
                (noise, e) =>
                {
                    var line = System.Text.Encoding.UTF8.GetBytes(Lines.Write(e));
                    for (var i = 0; i < noise.Length; i++)
                    {
                        line[noise[i] * 7919 % line.Length] = noise[^(i + 1)];
                    }

                    try
                    {
                        EventJson.Read(line, SchemaReading.Lenient);
                    }
                    catch (SchemaException)
                    {
                        // Refused is as good as read: nothing else may come out.
                    }
                }
            )
            .QuickCheckThrowOnFailure();

    private static string Event(string fields = "", string type = "error") =>
        $$"""{"timestamp":"2025-10-10T06:37:11Z","session_id":"{{Id}}","type":"{{type}}"{{(fields.Length > 0 ? "," : "")}}{{fields}}}""";
}
