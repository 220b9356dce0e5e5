using Google.Protobuf;
using OpenTelemetry.Proto.Collector.Logs.V1;
using OpenTelemetry.Proto.Common.V1;
using OpenTelemetry.Proto.Logs.V1;

namespace AppHost.Tests.Fleet;

/// <summary>A session as the log events that a runner sends, in requests of a few each.</summary>
sealed class Told(string name, int checkpoints)
{
    readonly byte[] _trace = Guid.NewGuid().ToByteArray();
    readonly DateTime _start = DateTime.UtcNow;

    public string Id { get; } = $"{name}-{Guid.NewGuid():N}";

    /// <summary>How many events it has.</summary>
    public int Events => checkpoints + 4;

    /// <summary>Export requests for logs, in order.</summary>
    public IEnumerable<byte[]> Requests() => Records().Chunk(5).Select(Request);

    /// <summary>One more event, of a time of its own.</summary>
    public byte[] Checkpoint(string checkpoint) =>
        Request([Record("runner.checkpoint", DateTime.UtcNow, Of(checkpoint))]);

    /// <summary>A second try that goes on; a page reads these anew whenever it shows anything.</summary>
    public byte[] Retry() =>
        Request([
            Record(
                "runner.autocorrect",
                DateTime.UtcNow,
                [("runner.phase.name", "work"), ("runner.retry.result", "retrying")]
            ),
        ]);

    IEnumerable<LogRecord> Records()
    {
        yield return Record("runner.session.start", _start, [("runner.name", name)]);
        yield return Record(
            "runner.phase.start",
            _start.AddMilliseconds(1),
            [("runner.phase.name", "work")]
        );
        for (var i = 0; i < checkpoints; i++)
        {
            yield return Record(
                "runner.checkpoint",
                _start.AddMilliseconds(2 + i),
                Of($"check {i}")
            );
        }

        yield return Record(
            "runner.phase.end",
            _start.AddSeconds(60),
            [("runner.phase.name", "work"), ("runner.phase.status", "success")]
        );
        yield return Record(
            "runner.session.end",
            _start.AddSeconds(61),
            [("runner.session.status", "success")]
        );
    }

    static (string, string)[] Of(string checkpoint) =>
        [
            ("runner.phase.name", "work"),
            ("runner.checkpoint.name", checkpoint),
            ("runner.checkpoint.status", "pass"),
        ];

    LogRecord Record(string eventName, DateTime at, (string Key, string Value)[] with)
    {
        byte[] span =
        [
            .. _trace[..7],
            (byte)(eventName.StartsWith("runner.session", StringComparison.Ordinal) ? 1 : 2),
        ];
        var record = new LogRecord
        {
            TimeUnixNano = (ulong)(at - DateTime.UnixEpoch).Ticks * 100,
            EventName = eventName,
            TraceId = ByteString.CopyFrom(_trace),
            SpanId = ByteString.CopyFrom(span),
        };
        foreach (var (key, value) in with.Prepend(("session.id", Id)))
        {
            record.Attributes.Add(
                new KeyValue
                {
                    Key = key,
                    Value = new AnyValue { StringValue = value },
                }
            );
        }

        return record;
    }

    static byte[] Request(LogRecord[] records) =>
        new ExportLogsServiceRequest
        {
            ResourceLogs =
            {
                new ResourceLogs { ScopeLogs = { new ScopeLogs { LogRecords = { records } } } },
            },
        }.ToByteArray();
}
