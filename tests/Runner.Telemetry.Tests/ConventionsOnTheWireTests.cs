using Microsoft.Extensions.Configuration;
using OpenTelemetry.Proto.Logs.V1;
using OpenTelemetry.Proto.Metrics.V1;
using OpenTelemetry.Proto.Trace.V1;
using Otlp.Receiver;
using Runner.Telemetry.Trading;

namespace Runner.Telemetry.Tests;

/// <summary>The bytes that a real exporter sent, held against conventions v1.</summary>
public sealed class ConventionsOnTheWireTests(ConventionsOnTheWireTests.OneSession fixture)
    : IClassFixture<ConventionsOnTheWireTests.OneSession>
{
    readonly Received _received = fixture.Received;

    [Fact]
    public void A_session_is_one_trace_of_a_root_and_its_phases()
    {
        var spans = _received.Spans();
        var root = Assert.Single(spans, s => s.Name == "runner.session");
        Assert.Empty(root.ParentSpanId);
        Assert.Equal(
            ["data_phase", "api_phase"],
            spans.Where(s => s != root).OrderBy(s => s.StartTimeUnixNano).Select(s => s.Name)
        );
        Assert.All(spans, s => Assert.Equal(root.TraceId, s.TraceId));
        Assert.All(spans.Where(s => s != root), s => Assert.Equal(root.SpanId, s.ParentSpanId));
    }

    [Fact]
    public void The_root_span_has_the_session_s_attributes_in_their_types()
    {
        var root = _received.Spans().Single(s => s.Name == "runner.session");
        Assert.Equal(
            new Dictionary<string, object?>
            {
                ["session.id"] = fixture.SessionId,
                ["runner.name"] = "wire",
                ["runner.dry_run"] = true,
                ["runner.initial_capital"] = 10000.0,
                ["runner.currency"] = "EUR",
                ["runner.phase.count"] = 2L,
                ["runner.session.status"] = "success",
                ["runner.equity"] = 10150.25,
                ["runner.pnl"] = 150.25,
                ["runner.trades"] = 3L,
                ["runner.wins"] = 1L,
                ["runner.losses"] = 1L,
            },
            root.Attributes.Values()
        );
        Assert.Equal(
            Status.Types.StatusCode.Unset,
            root.Status?.Code ?? Status.Types.StatusCode.Unset
        );
    }

    [Fact]
    public void A_phase_span_has_the_phase_s_attributes_in_their_types()
    {
        var phase = _received.Spans().Single(s => s.Name == "data_phase");
        Assert.Equal(
            new Dictionary<string, object?>
            {
                ["session.id"] = fixture.SessionId,
                ["runner.phase.name"] = "data_phase",
                ["runner.phase.index"] = 0L,
                ["runner.phase.run"] = 1L,
                ["runner.phase.time_limit"] = 7200.0,
                ["runner.phase.status"] = "success",
                ["runner.equity"] = 10000.0,
                ["runner.pnl"] = 0.0,
                ["runner.trades"] = 0L,
                ["runner.wins"] = 0L,
                ["runner.losses"] = 0L,
            },
            phase.Attributes.Values()
        );
    }

    [Fact]
    public void Every_moment_is_a_log_event_in_order()
    {
        Assert.Equal(
            [
                "runner.session.start",
                "runner.phase.start",
                "runner.checkpoint",
                "runner.checkpoint",
                "runner.autocorrect",
                "runner.phase.end",
                "runner.phase.start",
                "runner.summary",
                "runner.summary",
                "runner.summary",
                "runner.phase.end",
                "runner.session.end",
            ],
            _received.Events().OrderBy(e => e.TimeUnixNano).Select(e => e.EventName)
        );
    }

    [Fact]
    public void Every_log_event_has_the_session_and_the_ids_of_the_span_it_speaks_of()
    {
        var spans = _received.Spans().ToDictionary(s => s.SpanId);
        Assert.All(
            _received.Events(),
            e =>
            {
                Assert.Equal(fixture.SessionId, e.Attributes.Text("session.id"));
                var span = spans[e.SpanId];
                Assert.Equal(span.TraceId, e.TraceId);
                var ofSession = e.EventName.StartsWith("runner.session", StringComparison.Ordinal);
                Assert.Equal(
                    ofSession ? "runner.session" : e.Attributes.Text("runner.phase.name"),
                    span.Name
                );
            }
        );
    }

    [Fact]
    public void Start_and_end_events_have_the_times_and_attributes_of_their_span()
    {
        var spans = _received.Spans().ToDictionary(s => s.SpanId);
        foreach (var e in _received.Events())
        {
            var span = spans[e.SpanId];
            if (e.EventName.EndsWith(".start", StringComparison.Ordinal))
            {
                Assert.Equal(span.StartTimeUnixNano, e.TimeUnixNano);
                Assert.Subset(
                    span.Attributes.Values().ToHashSet(),
                    e.Attributes.Values().ToHashSet()
                );
            }
            else if (e.EventName.EndsWith(".end", StringComparison.Ordinal))
            {
                Assert.Equal(span.EndTimeUnixNano, e.TimeUnixNano);
                Assert.Equal(
                    span.Attributes.Values().ToHashSet(),
                    e.Attributes.Values().ToHashSet()
                );
            }
        }
    }

    [Fact]
    public void A_checkpoint_is_a_span_event_and_a_log_event_of_one_time_and_content()
    {
        var phase = _received.Spans().Single(s => s.Name == "data_phase");
        var logged = _received
            .Events()
            .Where(e => e.EventName == "runner.checkpoint")
            .OrderBy(e => e.TimeUnixNano)
            .ToList();
        Assert.Equal(2, phase.Events.Count);
        foreach (var (spanEvent, log) in phase.Events.Zip(logged))
        {
            Assert.Equal("runner.checkpoint", spanEvent.Name);
            Assert.Equal(spanEvent.TimeUnixNano, log.TimeUnixNano);
            Assert.Subset(
                log.Attributes.Values().ToHashSet(),
                spanEvent.Attributes.Values().ToHashSet()
            );
        }

        Assert.Equal(
            new Dictionary<string, object?>
            {
                ["runner.checkpoint.name"] = "schema_ok",
                ["runner.checkpoint.status"] = "pass",
                ["runner.checkpoint.message"] = "3 rows",
            },
            phase.Events[0].Attributes.Values()
        );
        Assert.Equal(SeverityNumber.Info, logged[0].SeverityNumber);
        Assert.Equal(SeverityNumber.Warn, logged[1].SeverityNumber);
        Assert.Equal("schema_ok: 3 rows", logged[0].Body.StringValue);
    }

    [Fact]
    public void A_retry_tells_attempt_delay_reason_and_result()
    {
        var retry = _received
            .Events()
            .Single(e => e.EventName == "runner.autocorrect")
            .Attributes.Values();
        Assert.Equal(1L, retry["runner.retry.attempt"]);
        Assert.Equal(3L, retry["runner.retry.max"]);
        Assert.Equal(1.5, retry["runner.retry.delay"]);
        Assert.Equal("busy", retry["runner.retry.reason"]);
        Assert.Equal("retrying", retry["runner.retry.result"]);
    }

    [Theory]
    [InlineData("runner.heartbeat", "{beat}", false, true)]
    [InlineData("runner.heartbeat.interval", "s", true, true)]
    [InlineData("runner.progress", "{step}", false, true)]
    [InlineData("runner.progress.total", "{step}", false, true)]
    [InlineData("runner.equity", "{currency}", true, false)]
    [InlineData("runner.pnl", "{currency}", true, false)]
    [InlineData("runner.trades", "{trade}", false, true)]
    [InlineData("runner.wins", "{trade}", false, true)]
    [InlineData("runner.losses", "{trade}", false, true)]
    public void A_metric_is_a_gauge_of_its_unit_and_type_of_the_session_or_of_a_run_of_a_phase(
        string name,
        string unit,
        bool isDouble,
        bool isOfPhase
    )
    {
        var metrics = _received.Gauges().Where(m => m.Name == name).ToList();
        Assert.NotEmpty(metrics);
        Assert.All(metrics, m => Assert.Equal(unit, m.Unit));
        Assert.All(metrics, m => Assert.Equal(Metric.DataOneofCase.Gauge, m.DataCase));
        var expected = isDouble
            ? NumberDataPoint.ValueOneofCase.AsDouble
            : NumberDataPoint.ValueOneofCase.AsInt;
        Assert.All(_received.Points(name), p => Assert.Equal(expected, p.ValueCase));
        Assert.All(
            _received.Points(name),
            p =>
                Assert.Equal(
                    isOfPhase
                        ? ["runner.phase.name", "runner.phase.run", "session.id"]
                        : new[] { "session.id" },
                    p.Attributes.Select(a => a.Key).Order()
                )
        );
        Assert.All(
            _received.Points(name),
            p => Assert.Equal(fixture.SessionId, p.Attributes.Text("session.id"))
        );
    }

    [Fact]
    public void There_are_no_metrics_beside_those_of_the_conventions()
    {
        Assert.Equal(
            [
                "runner.equity",
                "runner.heartbeat",
                "runner.heartbeat.interval",
                "runner.losses",
                "runner.pnl",
                "runner.progress",
                "runner.progress.total",
                "runner.trades",
                "runner.wins",
            ],
            _received.Gauges().Select(m => m.Name).Distinct().Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public void The_last_beat_of_each_phase_has_its_final_figures()
    {
        Assert.Equal(7, Last("runner.progress", "data_phase").AsInt);
        Assert.Equal(10150.25, Last("runner.equity", null).AsDouble);
        Assert.Equal(150.25, Last("runner.pnl", null).AsDouble);
        Assert.Equal(3, Last("runner.trades", "api_phase").AsInt);
        Assert.Equal(1, Last("runner.wins", "api_phase").AsInt);
        Assert.Equal(1, Last("runner.losses", "api_phase").AsInt);
        Assert.Equal(0, Last("runner.trades", "data_phase").AsInt);
    }

    [Fact]
    public void No_point_is_younger_than_the_end_of_its_session()
    {
        var end = _received.Events().Single(e => e.EventName == "runner.session.end").TimeUnixNano;
        Assert.All(_received.Points("runner.heartbeat"), p => Assert.True(p.TimeUnixNano <= end));
    }

    NumberDataPoint Last(string metric, string? phase) =>
        _received
            .Points(metric)
            .Where(p =>
                (string?)p.Attributes.Values().GetValueOrDefault("runner.phase.name") == phase
            )
            .MaxBy(p => p.TimeUnixNano)!;

    /// <summary>Runs one session of two phases against a receiver.</summary>
    public sealed class OneSession : IAsyncLifetime
    {
        public string SessionId { get; private set; } = "";

        public Received Received { get; private set; } = new([], [], []);

        public async ValueTask InitializeAsync()
        {
            await using var receiver = await OtlpReceiver.StartAsync();
            var configuration = new ConfigurationBuilder()
                .AddInMemoryCollection([
                    new("OTEL_EXPORTER_OTLP_ENDPOINT", receiver.Grpc.ToString()),
                ])
                .Build();
            await using (var telemetry = RunnerTelemetry.Export("wire-tests", configuration))
            {
                var options = new RunnerSessionOptions
                {
                    RunnerName = "wire",
                    PhaseCount = 2,
                    DryRun = true,
                    Account = new TradingAccount { InitialCapital = 10_000m, Currency = "EUR" },
                };
                await telemetry.RunSessionAsync(
                    options,
                    RunAsync,
                    TestContext.Current.CancellationToken
                );
            }

            Received = receiver.Received;
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;

        async Task RunAsync(RunnerSession session, CancellationToken cancellation)
        {
            SessionId = session.Id;
            await session.RunPhaseAsync(
                "data_phase",
                (phase, _) =>
                {
                    phase.SetProgressTotal(7);
                    phase.Progress(7);
                    phase.Checkpoint("schema_ok", CheckpointStatus.Pass, "3 rows");
                    phase.Checkpoint("gaps_ok", CheckpointStatus.Warn, "a gap of 9 days");
                    phase.Retry(1, 3, TimeSpan.FromSeconds(1.5), "busy", RetryResult.Retrying);
                    return Task.CompletedTask;
                },
                TimeSpan.FromHours(2),
                cancellation
            );
            await session.RunPhaseAsync(
                "api_phase",
                (phase, _) =>
                {
                    phase.TradeClosed(200.50m, 10_200.50m);
                    phase.TradeClosed(-50.25m, 10_150.25m);
                    phase.TradeClosed(0m, 10_150.25m);
                    return Task.CompletedTask;
                },
                cancellationToken: cancellation
            );
        }
    }
}
