using Collector.Project;
using Collector.Tests.Hosting;
using Google.Protobuf;
using OpenTelemetry.Proto.Common.V1;
using Sessions;

namespace Collector.Tests.Project;

/// <summary>Imperfect telemetry gives a smaller picture, never a wrong one, and what was left out is named.</summary>
public sealed class ToleranceTests : IDisposable
{
    private static readonly (string, object) Id = ("session.id", Given.Session);

    private readonly Projector _projector = new();
    private readonly Projection _projection = new();

    public void Dispose() => _projector.Dispose();

    [Theory]
    [InlineData("event.name")]
    [InlineData("otel.event.name")]
    public void An_event_name_in_an_attribute_counts(string key)
    {
        var log = Given.Log("", 1, 1, Id, (key, "runner.session.start"));
        Assert.Equal([EventType.RunnerStart], Project(Signal.Logs, Given.Request(log)).Types());
    }

    [Fact]
    public void A_loggers_own_event_name_does_not_hide_the_one_in_an_attribute()
    {
        var log = Given.Log("MyApp.Step", 1, 1, Id, ("event.name", "runner.phase.start"));
        Assert.Equal([EventType.PhaseStart], Project(Signal.Logs, Given.Request(log)).Types());
    }

    [Fact]
    public void Typed_values_that_came_as_strings_are_parsed()
    {
        var start = Given.Log(
            "runner.session.start",
            1,
            1,
            Id,
            ("runner.dry_run", "True"),
            ("runner.initial_capital", " 1000.5 "),
            ("runner.phase.count", "3")
        );
        var phase = Given.Log(
            "runner.phase.start",
            2,
            1,
            Id,
            ("runner.phase.index", "2"),
            ("runner.phase.time_limit", "1e2")
        );
        var events = Project(Signal.Logs, Given.Request(start, phase));

        Assert.Equal(
            new SessionHeader
            {
                DryRun = true,
                InitialCapital = 1000.5,
                PhaseCount = 3,
                ServiceName = "runner",
            },
            events[0].Session
        );
        Assert.Equal(new PhaseHeader(2, 100), events[1].PhaseInfo);
        Assert.True(_projection.Ignored.IsEmpty);
    }

    [Theory]
    [InlineData("runner.phase.index", "first")]
    [InlineData("runner.phase.index", -1)]
    [InlineData("runner.phase.index", 2_000_000_000)]
    [InlineData("runner.phase.index", 1.5)]
    [InlineData("runner.phase.time_limit", double.NaN)]
    [InlineData("runner.phase.time_limit", 1e12)]
    [InlineData("runner.phase.time_limit", -1.0)]
    [InlineData("runner.retry.delay", 1e12)]
    [InlineData("runner.equity", 1e308)]
    [InlineData("runner.pnl", "much")]
    [InlineData("runner.trades", -3)]
    [InlineData("error.type", true, false)]
    public void A_value_that_does_not_fit_is_left_out_alone_and_named(
        string key,
        object value,
        bool isIgnored = true
    )
    {
        var span = Given.Span("load", 2, 1, [Id, ("runner.phase.name", "load"), (key, value)]);
        Assert.Equal(
            [EventType.PhaseStart, EventType.PhaseEnd],
            Project(Signal.Traces, Given.Request(span)).Types()
        );
        Assert.Equal(0, _projection.Rejected);
        Assert.Equal(
            isIgnored ? [(IgnoredReason.BadValue, 1)] : [],
            _projection.Ignored.Counts.ToArray()
        );
        Assert.Equal(isIgnored, _projection.Warning?.StartsWith($"Ignored: {key}: ") == true);
    }

    [Fact]
    public void A_status_is_known_whatever_its_case()
    {
        var log = Given.Log("runner.phase.end", 2, 1, Id, ("runner.phase.status", "FAILED"));
        Assert.Equal(
            (EventStatus?)EventStatus.Failed,
            Project(Signal.Logs, Given.Request(log))[0].Status
        );
    }

    [Theory]
    [InlineData("runner.equity", 1e308)]
    [InlineData("runner.heartbeat.interval", 1e15)]
    [InlineData("runner.heartbeat", 1e15)]
    [InlineData("runner.progress", -1)]
    [InlineData("runner.trades", 0.5)]
    [InlineData("runner.pnl", double.PositiveInfinity)]
    public void A_point_out_of_range_is_rejected_by_name_and_the_others_count(
        string name,
        double value
    )
    {
        var events = Project(
            Signal.Metrics,
            Given.Request(
                Given.Gauge(name, value, 1, Id),
                Given.Gauge("runner.heartbeat", 1, 2, Id)
            )
        );
        Assert.Single(events);
        Assert.Equal(1, _projection.Rejected);
        Assert.StartsWith($"{name}: must be ", _projection.Warning);
    }

    [Fact]
    public void A_point_that_says_that_there_is_no_value_any_more_is_skipped()
    {
        var gone = Given.Gauge("runner.heartbeat", 0, 1, Id);
        gone.Gauge.DataPoints[0].Flags = 1;
        gone.Gauge.DataPoints[0].ClearValue();

        Assert.Empty(Project(Signal.Metrics, Given.Request(gone)));
        Assert.Equal((1, 0, 0), (_projection.Items, _projection.Rejected, _projection.Unmatched));
        Assert.Null(_projection.Warning);
    }

    [Theory]
    [InlineData(1_000_000_000)]
    [InlineData(1_000_000)]
    [InlineData(1_000)]
    public void A_time_in_another_unit_is_converted_and_said(ulong nanoseconds)
    {
        var log = Given.Log("runner.session.start", 1, 0, Id);
        log.TimeUnixNano /= nanoseconds;

        Assert.Equal(Given.Start, Project(Signal.Logs, Given.Request(log))[0].Timestamp);
        Assert.Equal([(IgnoredReason.BadTime, 1L)], _projection.Ignored.Counts);
    }

    [Theory]
    [InlineData(1ul)]
    [InlineData(ulong.MaxValue)]
    [InlineData(20_000_000_000ul)]
    public void A_time_that_is_none_gives_way_to_the_one_of_observation(ulong time)
    {
        var log = Given.Log("runner.session.start", 1, 0, Id);
        log.ObservedTimeUnixNano = log.TimeUnixNano;
        log.TimeUnixNano = time;
        Assert.Equal(Given.Start, Project(Signal.Logs, Given.Request(log))[0].Timestamp);

        log.ObservedTimeUnixNano = time;
        Assert.Empty(Project(Signal.Logs, Given.Request(log)));
        Assert.StartsWith("log_record.time_unix_nano: ", _projection.Warning);
    }

    [Fact]
    public void A_structured_body_is_shown_as_text()
    {
        var map = new KeyValueList
        {
            Values = { Given.Attribute("message", "disk full"), Given.Attribute("code", 28) },
        };
        var withMessage = Given.Log("runner.error", 1, 1, Id);
        withMessage.Body = new AnyValue { KvlistValue = map };
        var list = Given.Log("runner.error", 1, 2, Id);
        list.Body = new AnyValue
        {
            ArrayValue = new ArrayValue { Values = { new AnyValue { IntValue = 7 } } },
        };
        var number = Given.Log("runner.error", 1, 3, Id);
        number.Body = new AnyValue { DoubleValue = 1.5 };

        var events = Project(Signal.Logs, Given.Request(withMessage, list, number));
        Assert.Equal(["disk full", "[7]", "1.5"], events.Select(e => e.Message));
        Assert.Equal("""{"body":{"message":"disk full","code":28}}""", events[0].Details);
    }

    [Fact]
    public void The_service_is_the_runner_where_none_is_named()
    {
        var request = Given.Request(Given.Log("runner.session.start", 1, 1, Id));
        request.ResourceLogs[0].Resource = Given.Resource(("service.name", "nightly-report"));
        var state = new SessionState { Id = Given.Session };
        state.Apply(Project(Signal.Logs, request)[0], null, Given.Start);
        Assert.Equal("nightly-report", state.RunnerName);

        var named = Given.Log("runner.session.start", 1, 1, Id, ("runner.name", "report"));
        state.Apply(Project(Signal.Logs, Given.Request(named))[0], null, Given.Start);
        Assert.Equal("report", state.RunnerName);
    }

    [Fact]
    public void A_message_too_long_is_cut_between_characters()
    {
        var log = Given.Log("runner.error", 1, 1, Id);
        log.Body = new AnyValue { StringValue = new string('é', 40_000) };
        var message = Project(Signal.Logs, Given.Request(log))[0].Message!;
        Assert.Equal(new string('é', 32 * 1024) + "…", message);
    }

    private List<SessionEvent> Project(Signal signal, IMessage request)
    {
        _projector.Project(signal, request.ToByteArray(), _projection);
        return _projection.Events;
    }
}
