using Collector.Project;
using Collector.Tests.Hosting;
using Google.Protobuf;
using OpenTelemetry.Proto.Common.V1;
using OpenTelemetry.Proto.Trace.V1;
using Sessions;

namespace Collector.Tests.Project;

/// <summary>Which event each signal becomes.</summary>
public sealed class ProjectionTests : IDisposable
{
    private static readonly (string, object) Id = ("session.id", Given.Session);
    private static readonly (string, object) Api = ("runner.phase.name", "api_phase");

    private readonly Projector _projector = new();
    private readonly Projection _projection = new();

    public void Dispose() => _projector.Dispose();

    [Fact]
    public void A_root_span_is_a_start_and_an_end_with_the_header()
    {
        var events = Project(
            Signal.Traces,
            Given.Request(
                Given.Span(
                    "runner.session",
                    1,
                    3,
                    [Id, ("runner.name", "reference"), ("runner.initial_capital", 10_000)]
                )
            )
        );

        var header = new SessionHeader { RunnerName = "reference", InitialCapital = 10_000 };
        Assert.Collection(
            events,
            start =>
            {
                Assert.Equal(EventType.RunnerStart, start.Type);
                Assert.Equal(Given.Start, start.Timestamp);
                Assert.Equal(header, start.Session);
                Assert.Equal(Given.Hex(Given.TraceId), start.TraceId);
                Assert.Equal(Given.Hex(Given.SpanId(1)), start.SpanId);
            },
            end =>
            {
                Assert.Equal(EventType.RunnerEnd, end.Type);
                Assert.Equal(Given.Start.AddSeconds(3), end.Timestamp);
                Assert.Equal(EventStatus.Success, end.Status);
            }
        );
    }

    [Fact]
    public void A_phase_span_with_error_status_and_nothing_else_ends_in_error()
    {
        var span = Given.Span("api_phase", 2, 1, [Id, ("runner.phase.name", "api_phase")]);
        span.Status = new Status { Code = Status.Types.StatusCode.Error };
        var end = Project(Signal.Traces, Given.Request(span))[1];

        Assert.Equal((EventStatus?)EventStatus.Error, end.Status);
        Assert.Equal(EventLevel.Error, end.Level);
    }

    [Fact]
    public void A_span_that_has_not_ended_starts_a_phase_and_does_not_end_it()
    {
        var span = Given.Span("api_phase", 2, 1, [Id, ("runner.phase.index", 1)]);
        span.EndTimeUnixNano = 0;
        Assert.Equal([EventType.PhaseStart], Project(Signal.Traces, Given.Request(span)).Types());
    }

    [Fact]
    public void A_checkpoint_says_the_same_from_its_span_and_from_its_log()
    {
        (string, object)[] said =
        [
            ("runner.checkpoint.name", "rows"),
            ("runner.checkpoint.status", "fail"),
            ("runner.checkpoint.message", "none"),
            ("expected", 10),
        ];
        var span = Given.Span("data_phase", 2, 1, [Id, ("runner.phase.name", "data_phase")]);
        span.Events.Add(Given.SpanEvent("runner.checkpoint", 0.5, said));
        var log = Given.Log(
            "runner.checkpoint",
            2,
            0.5,
            [Id, ("runner.phase.name", "data_phase"), .. said]
        );

        var fromSpan = Project(Signal.Traces, Given.Request(span))
            .Single(e => e.Type == EventType.Checkpoint);
        var fromLog = Assert.Single(Project(Signal.Logs, Given.Request(log)));
        Assert.Equal(fromSpan with { ToldBy = CheckpointTeller.Log }, fromLog);
        Assert.Equal("""{"expected":10}""", fromLog.Details);
        Assert.Equal(EventLevel.Error, fromLog.Level);
    }

    [Fact]
    public void A_session_named_by_the_resource_alone_counts_and_the_item_wins()
    {
        var request = Given.Request(
            Given.Log("runner.error", 1, 1),
            Given.Log("runner.error", 1, 2, ("session.id", "other"))
        );
        request.ResourceLogs[0].Resource = Given.Resource(("session.id", "of the resource"));
        Assert.Equal(
            ["of the resource", "other"],
            Project(Signal.Logs, request).Select(e => e.SessionId)
        );
    }

    [Fact]
    public void A_phase_span_without_a_session_is_kept_by_its_trace()
    {
        var span = Given.Span("api_phase", 2, 1, ("runner.phase.index", 1));
        Assert.All(
            Project(Signal.Traces, Given.Request(span)),
            e => Assert.Equal(("", Given.Hex(Given.TraceId)), (e.SessionId, e.TraceId))
        );
    }

    [Fact]
    public void What_says_nothing_of_a_session_is_counted_and_not_kept()
    {
        Assert.Empty(Project(Signal.Traces, Given.Request(Given.Span("GET /", 2, 1))));
        Assert.Equal(1, _projection.Unmatched);
        Assert.Empty(Project(Signal.Logs, Given.Request(Given.Log("user.clicked", 2, 1))));
        Assert.Equal(1, _projection.Unmatched);
        Assert.Empty(Project(Signal.Metrics, Given.Request(Given.Gauge("cpu", 1, 1))));
        Assert.Equal(1, _projection.Unmatched);
    }

    [Fact]
    public void Gauges_of_one_collection_are_one_beat_with_its_figures()
    {
        (string, object)[] at = [Id, ("runner.phase.name", "api_phase"), ("runner.phase.run", 2)];
        var beat = Assert.Single(
            Project(
                Signal.Metrics,
                Given.Request(
                    Given.Gauge("runner.equity", 10_150, 2.004, at),
                    Given.Gauge("runner.heartbeat", 7, 2, at),
                    Given.Gauge("runner.heartbeat.interval", 2, 2.001, at),
                    Given.Gauge("runner.progress", 40, 2.002, at),
                    Given.Gauge("runner.progress.total", 400, 2.002, at)
                )
            )
        );

        Assert.Equal(new Beat(7, 2, 40) { ProgressTotal = 400 }, beat.Beat);
        Assert.Equal(2, beat.PhaseRun);
        Assert.Equal(10_150, beat.Figures?.Equity);
        Assert.Equal("api_phase", beat.Phase);
        Assert.Empty(_projection.Points);
    }

    [Fact]
    public void Beats_that_begin_again_with_each_run_of_a_phase_are_beats_of_that_run()
    {
        var beats = Project(
            Signal.Metrics,
            Given.Request(
                Given.Gauge("runner.heartbeat", 1, 2, Id, ("runner.phase.run", 1)),
                Given.Gauge("runner.heartbeat", 1, 9, Id, ("runner.phase.run", 2))
            )
        );

        Assert.Equal([1, 2], beats.Select(beat => beat.PhaseRun).Order());
    }

    [Fact]
    public void A_gauge_out_of_reach_of_any_beat_of_its_phase_stays_a_point()
    {
        var events = Project(
            Signal.Metrics,
            Given.Request(
                Given.Gauge("runner.heartbeat", 7, 2, Id),
                Given.Gauge("runner.equity", 1, 3, Id),
                Given.Gauge("runner.equity", 2, 2, Id, ("runner.phase.name", "api_phase"))
            )
        );

        Assert.Null(Assert.Single(events).Figures);
        Assert.Equal([1.0, 2.0], _projection.Points.Select(point => point.Value));
    }

    [Fact]
    public void A_single_gauge_point_says_which_run_of_the_phase_it_belongs_to()
    {
        Project(
            Signal.Metrics,
            Given.Request(
                Given.Gauge("runner.trades", 3, 3, Id, Api, ("runner.phase.run", 2)),
                Given.Gauge("runner.trades", 1, 3, Id, Api)
            )
        );

        Assert.Equal(
            [(3.0, 2), (1.0, (int?)null)],
            _projection.Points.Select(point => (point.Value, point.Run))
        );
    }

    [Fact]
    public void A_phase_says_which_span_its_own_is_in()
    {
        var span = Given.Span("api_phase", 2, 5, Id, Api);
        span.ParentSpanId = ByteString.CopyFrom(Given.SpanId(1));

        var events = Project(Signal.Traces, Given.Request(span));

        Assert.All(events, e => Assert.Equal(Given.Hex(Given.SpanId(1)), e.ParentSpanId));
    }

    [Fact]
    public void Two_beats_of_a_session_in_one_request_keep_their_own_figures()
    {
        var events = Project(
            Signal.Metrics,
            Given.Request(
                Given.Gauge("runner.heartbeat", 1, 2, Id),
                Given.Gauge("runner.heartbeat", 2, 4, Id),
                Given.Gauge("runner.equity", 100, 4.01, Id),
                Given.Gauge("runner.equity", 50, 2.01, Id)
            )
        );
        Assert.Equal([50.0, 100.0], events.Select(e => e.Figures?.Equity));
    }

    [Theory]
    [InlineData("runner.phase.status", "fine")]
    [InlineData("session.id", 5)]
    public void A_value_that_breaks_the_conventions_is_refused_by_name(string key, object value)
    {
        var span = Given.Span(
            "api_phase",
            2,
            1,
            [Id, ("runner.phase.name", "api_phase"), (key, value)]
        );
        Assert.Empty(Project(Signal.Traces, Given.Request(span)));
        Assert.Equal(1, _projection.Rejected);
        Assert.StartsWith(key, _projection.RejectedBecause);
    }

    [Fact]
    public void Free_attributes_of_every_kind_become_details()
    {
        var span = Given.Span(
            "api_phase",
            2,
            1,
            [
                Id,
                ("runner.phase.index", 0),
                ("text", "say \"ü\""),
                ("flag", true),
                ("half", 0.5),
                ("nan", double.NaN),
                ("none", new AnyValue()),
                ("bytes", new AnyValue { BytesValue = ByteString.CopyFrom(1, 2) }),
                ("list", List(1, 2)),
                ("map", Map("a", 1)),
                ("text", "a second time"),
            ]
        );
        Assert.Equal(
            """{"text":"say \"ü\"","flag":true,"half":0.5,"nan":"NaN","none":null,"bytes":"AQI=","list":[1,2],"map":{"a":1}}""",
            Project(Signal.Traces, Given.Request(span))[0].Details
        );
    }

    [Fact]
    public void An_attribute_nested_without_end_is_left_out_alone_and_said()
    {
        var deep = new AnyValue { IntValue = 1 };
        for (var i = 0; i < 1000; i++)
        {
            deep = new AnyValue { ArrayValue = new ArrayValue { Values = { deep } } };
        }

        var span = Given.Span(
            "api_phase",
            2,
            1,
            [Id, ("deep", deep), ("runner.phase.index", 0), ("a", 1)]
        );
        Assert.Equal("""{"a":1}""", Project(Signal.Traces, Given.Request(span))[0].Details);
        Assert.Equal(0, _projection.Rejected);
        Assert.Equal("Ignored: deep: left out: deeper than 32 levels.", _projection.Warning);
    }

    [Theory]
    [InlineData('x')]
    [InlineData('"')]
    [InlineData('\u0001')]
    [InlineData('ü')]
    public void A_text_that_is_too_long_is_cut_and_its_item_and_neighbours_are_kept(char letter)
    {
        var record = Given.Log(
            "runner.checkpoint",
            2,
            1,
            [
                Id,
                ("runner.checkpoint.name", "rows"),
                ("before", 1),
                ("dump", new string(letter, 1_000_000)),
                ("after", "small"),
            ]
        );

        var e = Assert.Single(Project(Signal.Logs, Given.Request(record)));

        var details = System.Text.Json.JsonDocument.Parse(e.Details!).RootElement;
        Assert.Equal(1, details.GetProperty("before").GetInt32());
        Assert.Equal("small", details.GetProperty("after").GetString());
        var dump = details.GetProperty("dump").GetString()!;
        Assert.EndsWith("…", dump);
        Assert.Equal(new string(letter, dump.Length - 1), dump[..^1]);
        Assert.InRange(System.Text.Encoding.UTF8.GetByteCount(e.Details!), 200_000, 262_144);
        Assert.Equal(0, _projection.Rejected);
        Assert.Equal(
            "Ignored: dump: cut: more than 262144 bytes of attributes.",
            _projection.Warning
        );
    }

    [Fact]
    public void What_is_no_text_and_too_long_is_left_out()
    {
        var list = new AnyValue
        {
            ArrayValue = new ArrayValue
            {
                Values =
                {
                    Enumerable
                        .Range(0, 2_000)
                        .Select(_ => new AnyValue { StringValue = new string('x', 200) }),
                },
            },
        };
        var record = Given.Log("runner.error", 2, 1, [Id, ("list", list), ("after", "small")]);

        var e = Assert.Single(Project(Signal.Logs, Given.Request(record)));

        Assert.Equal("""{"after":"small"}""", e.Details);
        Assert.Contains("list: left out", _projection.Warning);
    }

    [Fact]
    public void Attributes_without_end_are_bounded_together()
    {
        var attributes = Enumerable
            .Range(0, 100)
            .Select(i => ($"text-{i}", (object)new string('x', 10_000)));
        var record = Given.Log("runner.error", 2, 1, [Id, .. attributes]);

        var e = Assert.Single(Project(Signal.Logs, Given.Request(record)));

        Assert.InRange(e.Details!.Length, 200_000, 262_144);
        Assert.Equal(0, _projection.Rejected);
        Assert.StartsWith("Ignored: ", _projection.Warning);
    }

    [Fact]
    public void A_log_is_as_loud_as_its_severity_or_as_what_it_says()
    {
        var quiet = Given.Log("runner.phase.end", 2, 1, [Id, ("runner.phase.status", "failed")]);
        var loud = Given.Log("runner.phase.start", 2, 1, Id);
        loud.SeverityNumber = OpenTelemetry.Proto.Logs.V1.SeverityNumber.Warn;
        Assert.Equal(
            [EventLevel.Error, EventLevel.Warning],
            Project(Signal.Logs, Given.Request(quiet, loud)).Select(e => e.Level)
        );
    }

    private List<SessionEvent> Project(Signal signal, IMessage request)
    {
        _projector.Project(signal, request.ToByteArray(), _projection);
        return _projection.Events;
    }

    private static AnyValue List(params int[] numbers) =>
        new()
        {
            ArrayValue = new ArrayValue
            {
                Values = { numbers.Select(n => new AnyValue { IntValue = n }) },
            },
        };

    private static AnyValue Map(string key, int value) =>
        new() { KvlistValue = new KeyValueList { Values = { Given.Attribute(key, value) } } };
}
