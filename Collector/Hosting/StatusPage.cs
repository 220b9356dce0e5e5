using System.Text.Json;
using Collector.Forward;
using Collector.Metrics;
using Collector.Receive;
using Collector.Write;

namespace Collector.Hosting;

/// <summary>
/// <c>GET /status</c>: everything the collector knows of itself, as JSON. Where a key is asked for, a request without
/// it is told no more than whether the collector works.
/// </summary>
internal sealed class StatusPage(
    ReceiveMetrics received,
    IgnoredMetrics ignored,
    WriteMetrics writing,
    CollectorHeartbeat heartbeat,
    WriteQueue queue,
    Forwarder forwarder,
    ApiKey key
)
{
    public async Task AnswerAsync(HttpContext context)
    {
        var (request, response) = (context.Request, context.Response);
        if (!HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method))
        {
            response.Headers.Allow = "GET, HEAD";
            response.StatusCode = StatusCodes.Status405MethodNotAllowed;
            return;
        }

        var status = key.Admits(request.Headers) ? Whole() : Brief(writing.Snapshot());
        var body = JsonSerializer.SerializeToUtf8Bytes(status, StatusJson.Default.StatusDocument);
        response.ContentType = "application/json; charset=utf-8";
        response.Headers.CacheControl = "no-store";
        response.ContentLength = body.Length;
        if (HttpMethods.IsGet(request.Method))
        {
            await response.Body.WriteAsync(body);
        }
    }

    private StatusDocument Brief(WriteSnapshot write)
    {
        var stated = heartbeat.Stated;
        var isWell = write.WellSince is not null && heartbeat.IsHearing;
        return new()
        {
            State = isWell ? "receiving" : "degraded",
            StartedAt = writing.StartedAt.UtcDateTime,
            ReceivingSince = isWell ? Later(write.WellSince, stated?.Since) : null,
            HeardUntil = stated?.Until?.UtcDateTime,
            Writing = isWell,
            LagMs = Math.Round(write.Lag.TotalMilliseconds, 1),
        };
    }

    private static DateTime? Later(DateTimeOffset? one, DateTimeOffset? other) =>
        (one > other ? one : other ?? one)?.UtcDateTime;

    private StatusDocument Whole()
    {
        var write = writing.Snapshot();
        return Brief(write) with
        {
            LastError = write.LastError,
            Received = new(received.Requests, received.Spans, received.LogRecords, received.Points),
            Stored = new(write.Events, write.Merged, write.Known, write.Waiting, write.Refused),
            Rejected = received.Rejected,
            Ignored = ignored.Counts,
            Unmatched = received.Unmatched,
            Queued = new(queue.Requests, queue.Items),
            Forwarded =
            [
                .. forwarder.Targets.Select(target => new ForwardedStatus(
                    target.Name,
                    target.Sent,
                    target.Failed,
                    target.Dropped,
                    target.Queued
                )),
            ],
            CommitMs = new(Math.Round(write.P50, 2), Math.Round(write.P99, 2)),
        };
    }
}
