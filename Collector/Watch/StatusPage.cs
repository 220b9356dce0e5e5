using System.Text.Json;
using Collector.Forward;
using Collector.Write;

namespace Collector.Watch;

/// <summary><c>GET /status</c>: everything the collector knows of itself, as JSON.</summary>
internal sealed class StatusPage(
    ReceiveWatch received,
    WriteWatch writing,
    WriteQueue queue,
    Forwarder forwarder
)
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull,
    };

    public IResult Get()
    {
        var write = writing.Snapshot();
        var isWell = write.WellSince is not null;
        return Results.Json(
            new
            {
                State = isWell ? "receiving" : "degraded",
                StartedAt = writing.StartedAt.UtcDateTime,
                ReceivingSince = write.WellSince?.UtcDateTime,
                Writing = isWell,
                write.LastError,
                Received = new
                {
                    received.Requests,
                    received.Spans,
                    received.LogRecords,
                    received.Points,
                },
                Stored = new
                {
                    write.Events,
                    write.Merged,
                    write.Known,
                    write.Waiting,
                    write.Refused,
                },
                received.Rejected,
                received.Unmatched,
                Queued = new { queue.Requests, queue.Items },
                Forwarded = forwarder.Targets.Select(target => new
                {
                    Target = target.Name,
                    target.Sent,
                    target.Failed,
                    target.Dropped,
                    target.Queued,
                }),
                CommitMs = new { P50 = Math.Round(write.P50, 2), P99 = Math.Round(write.P99, 2) },
                LagMs = Math.Round(write.Lag.TotalMilliseconds, 1),
            },
            Json
        );
    }
}
