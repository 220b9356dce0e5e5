using System.Text;
using Collector.Receive;
using Collector.Receive.Json;

namespace Collector;

/// <summary>
/// Reads one small request of each signal before anything is received, and throws away what it says: otherwise the
/// first client would wait for its answer until all that reads it is compiled.
/// </summary>
internal sealed class Rehearsal(Intake intake, BodyReader bodies) : IHostedService
{
    private const string Attributes = """
        "attributes":[{"key":"session.id","value":{"stringValue":"rehearsal"}},
        {"key":"runner.phase.name","value":{"stringValue":"rehearsal"}},
        {"key":"runner.checkpoint.name","value":{"stringValue":"rehearsal"}},
        {"key":"other","value":{"intValue":"1"}}]
        """;

    private const string Place = """
        "traceId":"11111111111111111111111111111111","spanId":"1111111111111111"
        """;

    /// <summary>A checkpoint as a span and as a log record, and a beat.</summary>
    public static IReadOnlyList<(Signal Signal, string Json)> Requests { get; } =
    [
        (
            Signal.Traces,
            $$$"""
            {"resourceSpans":[{"scopeSpans":[{"spans":[{{{{Place}}},"name":"step","startTimeUnixNano":"1",
            "endTimeUnixNano":"2",{{{Attributes}}},"events":[{"timeUnixNano":"1","name":"runner.checkpoint",{{{Attributes}}}}]}]}]}]}
            """
        ),
        (
            Signal.Logs,
            $$$"""
            {"resourceLogs":[{"scopeLogs":[{"logRecords":[{{{{Place}}},"timeUnixNano":"1",
            "eventName":"runner.checkpoint","body":{"stringValue":"rehearsal"},{{{Attributes}}}}]}]}]}
            """
        ),
        (
            Signal.Metrics,
            $$$"""
            {"resourceMetrics":[{"scopeMetrics":[{"metrics":[
            {"name":"runner.heartbeat","gauge":{"dataPoints":[{"timeUnixNano":"1","asInt":"1",{{{Attributes}}}}]}},
            {"name":"runner.equity","gauge":{"dataPoints":[{"timeUnixNano":"1","asDouble":1,{{{Attributes}}}}]}}]}]}]}
            """
        ),
    ];

    public Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var (signal, json) in Requests)
        {
            using var buffer = bodies.NewBuffer();
            JsonTranscoder.Transcode(signal, Encoding.UTF8.GetBytes(json), buffer);
            intake.Rehearse(signal, buffer.Written.Span);
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
