using Google.Protobuf;
using OpenTelemetry.Proto.Metrics.V1;
using OpenTelemetry.Proto.Trace.V1;

namespace Collector.Tests.Hosting;

/// <summary>
/// A whole session as a runner sends it, item by item: what its logs say while it runs, its spans say again at the end;
/// one span names no session, and a retry, an error, a trade and a summary are in between. The first phase is tried again
/// beside the second one, and the session has a figure of its own.
/// </summary>
internal static class RecordedSession
{
    private static readonly (string, object) Id = ("session.id", Given.Session);

    private static readonly (string, object)[] Header =
    [
        Id,
        ("runner.name", "reference"),
        ("runner.dry_run", true),
        ("runner.initial_capital", 10_000.0),
        ("runner.currency", "USD"),
        ("runner.phase.count", 2),
    ];

    /// <summary>Requests of one item each.</summary>
    public static IReadOnlyList<IMessage> Items { get; } =
    [
        .. Logs().Select(Given.RequestOf),
        .. Spans().Select(Given.RequestOf),
        .. Points(),
        .. Figures(),
    ];

    private static IEnumerable<OpenTelemetry.Proto.Logs.V1.LogRecord> Logs()
    {
        yield return Given.Log("runner.session.start", 1, 0, Header);
        yield return Given.Log("runner.phase.start", 2, 0, [.. Phase(0), ("host", "a")]);
        yield return Given.Log("runner.checkpoint", 2, 0.5, [.. Phase(0), .. Checkpoint("pass")]);
        yield return Given.Log("runner.checkpoint", 2, 0.7, [.. Phase(0), .. Checkpoint("fail")]);
        yield return Given.Log("runner.phase.end", 2, 1, [.. Phase(0), Status("failed")]);
        yield return Given.Log("runner.phase.start", 3, 0, Phase(1));
        yield return Given.Log(
            "runner.autocorrect",
            3,
            1.2,
            [.. Phase(1), ("runner.retry.attempt", 1), ("runner.retry.max", 3)]
        );
        yield return Given.Log("runner.error", 3, 1.3, [.. Phase(1), ("error.type", "Timeout")]);
        yield return Given.Log("runner.summary", 1, 1.9, [Id, ("runner.equity", 10_150.0)]);
        yield return Given.Log("runner.trade", 3, 1.95, [.. Phase(1), ("runner.trade.id", "T-1")]);
        yield return Given.Log("runner.phase.end", 3, 2, [.. Phase(1), Status("success")]);
        yield return Given.Log("runner.phase.start", 5, 1.5, Phase(0));
        yield return Given.Log("runner.phase.end", 5, 2.5, [.. Phase(0), Status("success")]);
        yield return Given.Log(
            "runner.session.end",
            1,
            3,
            [.. Header, ("runner.session.status", "failed")]
        );
    }

    private static IEnumerable<Span> Spans()
    {
        yield return Given.Span("runner.session", 1, 3, Header);
        var data = Given.Span("data_phase", 2, 1, [.. Phase(0), Status("failed"), ("rows", 12)]);
        data.Events.Add(Given.SpanEvent("runner.checkpoint", 0.5, Checkpoint("pass")));
        data.Events.Add(Given.SpanEvent("runner.checkpoint", 0.7, Checkpoint("fail")));
        yield return data;
        yield return Given.Span("api_phase", 3, 2, [.. Phase(1), Status("success")]);
        var again = Given.Span("data_phase", 5, 2.5, [.. Phase(0), Status("success")]);
        again.StartTimeUnixNano = Given.Nanos(Given.Start.AddSeconds(1.5));
        yield return again;
        // Of the session by its trace alone.
        var child = Given.Span("load", 4, 0.2);
        child.Events.Add(Given.SpanEvent("runner.checkpoint", 0.1, Checkpoint("warn")));
        yield return child;
    }

    private static IEnumerable<IMessage> Points()
    {
        for (var beat = 1; beat <= 5; beat++)
        {
            var time = 0.4 * beat;
            (string, object)[] at =
            [
                Id,
                ("runner.phase.name", beat < 3 ? "data_phase" : "api_phase"),
            ];
            // One time for the whole collection: a point that comes apart from its beat keeps its own.
            Metric[] collection =
            [
                Given.Gauge("runner.heartbeat", beat, time, at),
                Given.Gauge("runner.heartbeat.interval", 0.4, time, at),
                Given.Gauge("runner.progress", 10 * beat, time, at),
                Given.Gauge("runner.equity", 10_000 + 20 * beat, time, at),
                Given.Gauge("runner.trades", beat, time, at),
            ];
            foreach (var metric in collection)
            {
                yield return Given.Request(metric);
            }
        }
    }

    /// <summary>Rows copied, each time since the time before.</summary>
    private static IEnumerable<IMessage> Figures()
    {
        for (var step = 1; step <= 6; step++)
        {
            yield return Given.Request(
                new Metric
                {
                    Name = "rows",
                    Sum = new Sum
                    {
                        AggregationTemporality = AggregationTemporality.Delta,
                        DataPoints =
                        {
                            new NumberDataPoint
                            {
                                StartTimeUnixNano = Given.Nanos(Given.Start.AddSeconds(step - 1)),
                                TimeUnixNano = Given.Nanos(Given.Start.AddSeconds(step)),
                                AsInt = step,
                                Attributes = { Given.Attribute("session.id", Given.Session) },
                            },
                        },
                    },
                }
            );
        }
    }

    private static (string, object)[] Phase(int index) =>
        [
            Id,
            ("runner.phase.name", index == 0 ? "data_phase" : "api_phase"),
            ("runner.phase.index", index),
            ("runner.phase.time_limit", 60.0),
        ];

    private static (string, object)[] Checkpoint(string status) =>
        [
            ("runner.checkpoint.name", $"check_{status}"),
            ("runner.checkpoint.status", status),
            ("runner.checkpoint.message", "12 rows"),
        ];

    private static (string, object) Status(string status) => ("runner.phase.status", status);
}
