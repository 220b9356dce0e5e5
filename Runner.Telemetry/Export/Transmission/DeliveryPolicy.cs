using System.Globalization;
using System.Net;

// Compiled into Runner.Telemetry, for its spool, and into the Collector, for its forward targets.
namespace Otlp.Transmission;

/// <summary>What to do after an attempt to deliver a request.</summary>
internal enum Delivery
{
    Delivered,

    /// <summary>The same request may be taken later.</summary>
    Retry,

    /// <summary>Too large, or something in it is refused for good: halves of it may be taken.</summary>
    Split,

    /// <summary>The receiver takes no request like it, whatever it holds.</summary>
    GiveUp,
}

/// <summary>The outcome of an attempt, and what the receiver asked for.</summary>
/// <param name="What">What to do.</param>
/// <param name="Reason">The answer in a word, such as <c>HTTP 413</c> or <c>gRPC 8</c>.</param>
/// <param name="After">How long the receiver asked to wait; null when it did not say.</param>
internal readonly record struct DeliveryAnswer(
    Delivery What,
    string Reason,
    TimeSpan? After = null
);

/// <summary>
/// The one table of answers to a delivery, from OTLP's specification: which may be tried again, which ask for smaller
/// requests, and which are final.
/// </summary>
internal static class DeliveryPolicy
{
    /// <param name="status">The status code.</param>
    /// <param name="after">From <c>Retry-After</c>.</param>
    public static DeliveryAnswer OfHttp(HttpStatusCode status, TimeSpan? after = null) =>
        new(
            (int)status switch
            {
                >= 200 and < 300 => Delivery.Delivered,
                // Slow, throttled, or a proxy without its server.
                408 or 429 or 502 or 503 or 504 => Delivery.Retry,
                // An item that the receiver cannot take: a bad request, a body that is too large, a bug of its own.
                400 or 413 or 422 or 500 => Delivery.Split,
                // A wrong path, key, method or encoding.
                _ => Delivery.GiveUp,
            },
            string.Create(CultureInfo.InvariantCulture, $"HTTP {(int)status}"),
            after
        );

    /// <param name="status">The value of <c>grpc-status</c>.</param>
    /// <param name="after">From <c>google.rpc.RetryInfo</c>.</param>
    public static DeliveryAnswer OfGrpc(string status, TimeSpan? after = null) =>
        new(
            status switch
            {
                "0" => Delivery.Delivered,
                // CANCELLED, DEADLINE_EXCEEDED, ABORTED, OUT_OF_RANGE, UNAVAILABLE, DATA_LOSS.
                "1" or "4" or "10" or "11" or "14" or "15" => Delivery.Retry,
                // RESOURCE_EXHAUSTED means "later" only with a time to wait; otherwise the request is too large.
                "8" => after is null ? Delivery.Split : Delivery.Retry,
                // UNKNOWN, INVALID_ARGUMENT, INTERNAL.
                "2" or "3" or "13" => Delivery.Split,
                _ => Delivery.GiveUp,
            },
            $"gRPC {status}",
            after
        );

    /// <summary>No answer: nobody listens, the connection broke, or it took too long.</summary>
    public static DeliveryAnswer OfNoAnswer(string reason) => new(Delivery.Retry, reason);
}
