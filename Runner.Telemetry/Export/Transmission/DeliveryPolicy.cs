using System.Net;

namespace Runner.Telemetry.Export.Transmission;

/// <summary>What to do with a request after an answer to it.</summary>
enum Delivery
{
    Delivered,

    /// <summary>The receiver cannot take it now: send the same request later.</summary>
    Retry,

    /// <summary>The receiver does not take this request, but may take parts of it: it is too large, or one item in it
    /// is at fault. A single item is <see cref="Refused"/>.</summary>
    Split,

    /// <summary>The receiver takes neither the request nor parts of it, however often they are sent.</summary>
    Refused,
}

/// <summary>Which answers of an OTLP receiver are worth another attempt, and which attempt.</summary>
static class DeliveryPolicy
{
    /// <param name="status">Of OTLP/HTTP.</param>
    public static Delivery OfHttp(HttpStatusCode status) =>
        (int)status switch
        {
            >= 200 and < 300 => Delivery.Delivered,
            429 or 502 or 503 or 504 => Delivery.Retry,
            // Bad data, too large, not understood, or a receiver that fails at what it reads.
            400 or 413 or 422 or 500 => Delivery.Split,
            _ => Delivery.Refused,
        };

    /// <param name="status">The number of a gRPC status code.</param>
    /// <param name="hasRetryInfo">Whether the answer has a <c>google.rpc.RetryInfo</c>.</param>
    public static Delivery OfGrpc(int status, bool hasRetryInfo) =>
        status switch
        {
            0 => Delivery.Delivered,
            // Cancelled, deadline exceeded, aborted, out of range, unavailable, data loss.
            1 or 4 or 10 or 11 or 14 or 15 => Delivery.Retry,
            // Resource exhausted: by load when the receiver says when to come back, otherwise by the size of the request.
            8 => hasRetryInfo ? Delivery.Retry : Delivery.Split,
            // Unknown, invalid argument, internal.
            2 or 3 or 13 => Delivery.Split,
            _ => Delivery.Refused,
        };

    /// <summary>What gRPC makes of an answer that comes from a proxy and not from a gRPC server.</summary>
    public static Delivery OfHttpForGrpc(HttpStatusCode status) =>
        (int)status switch
        {
            429 or 502 or 503 or 504 => Delivery.Retry,
            413 => Delivery.Split,
            _ => Delivery.Refused,
        };
}
