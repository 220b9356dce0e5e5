using System.Security.Cryptography;
using Google.Protobuf;
using OpenTelemetry.Proto.Collector.Logs.V1;
using OpenTelemetry.Proto.Collector.Trace.V1;
using OpenTelemetry.Proto.Common.V1;
using OpenTelemetry.Proto.Logs.V1;
using OpenTelemetry.Proto.Trace.V1;
using Runner.Conventions;

namespace ProcessTests.Sending;

/// <summary>Requests whose every item is a checkpoint with a name of its own, so that it can be found again and counted.</summary>
internal static class CheckpointRequest
{
    private static readonly byte[] TraceId = RandomNumberGenerator.GetBytes(16);

    /// <summary>As log events.</summary>
    public static byte[] AsLogs(
        IEnumerable<(string SessionId, string Name)> checkpoints,
        string message = ""
    ) => AsLogs(checkpoints.Select(c => (c.SessionId, c.Name, Phase: "")), message);

    /// <summary>As log events, each in a phase; an empty one is none.</summary>
    public static byte[] AsLogs(
        IEnumerable<(string SessionId, string Name, string Phase)> checkpoints,
        string message = ""
    )
    {
        var scope = new ScopeLogs();
        foreach (var (sessionId, name, phase) in checkpoints)
        {
            scope.LogRecords.Add(
                new LogRecord
                {
                    TimeUnixNano = Now(),
                    EventName = EventNames.Checkpoint,
                    TraceId = ByteString.CopyFrom(TraceId),
                    SpanId = NewSpanId(),
                    Attributes = { Stated(sessionId, name, message, phase) },
                }
            );
        }

        return new ExportLogsServiceRequest
        {
            ResourceLogs = { new ResourceLogs { ScopeLogs = { scope } } },
        }.ToByteArray();
    }

    /// <summary>As events of spans.</summary>
    public static byte[] AsSpans(IEnumerable<(string SessionId, string Name)> checkpoints)
    {
        var scope = new ScopeSpans();
        foreach (var (sessionId, name) in checkpoints)
        {
            scope.Spans.Add(
                new Span
                {
                    Name = "step",
                    TraceId = ByteString.CopyFrom(TraceId),
                    SpanId = NewSpanId(),
                    StartTimeUnixNano = Now(),
                    EndTimeUnixNano = Now(),
                    Attributes = { Text(AttributeNames.SessionId, sessionId) },
                    Events =
                    {
                        new Span.Types.Event
                        {
                            Name = SpanNames.Checkpoint,
                            TimeUnixNano = Now(),
                            Attributes = { Stated(sessionId, name, "", "") },
                        },
                    },
                }
            );
        }

        return new ExportTraceServiceRequest
        {
            ResourceSpans = { new ResourceSpans { ScopeSpans = { scope } } },
        }.ToByteArray();
    }

    private static IEnumerable<KeyValue> Stated(
        string sessionId,
        string name,
        string message,
        string phase
    )
    {
        yield return Text(AttributeNames.SessionId, sessionId);
        yield return Text(AttributeNames.CheckpointName, name);
        yield return Text(AttributeNames.CheckpointStatus, "pass");
        if (phase.Length > 0)
        {
            yield return Text(AttributeNames.PhaseName, phase);
        }

        if (message.Length > 0)
        {
            yield return Text(AttributeNames.CheckpointMessage, message);
        }
    }

    private static KeyValue Text(string key, string value) =>
        new()
        {
            Key = key,
            Value = new AnyValue { StringValue = value },
        };

    private static ByteString NewSpanId() => ByteString.CopyFrom(RandomNumberGenerator.GetBytes(8));

    private static ulong Now() => (ulong)(DateTime.UtcNow - DateTime.UnixEpoch).Ticks * 100;
}
