using System.Net;

namespace Runner.Telemetry.Export.Spooling;

/// <summary>What became of a request, by OTLP's rules of what may be tried again.</summary>
enum Delivery
{
    Delivered,

    /// <summary>Tried again later.</summary>
    Away,

    /// <summary>Never accepted, however often it is sent.</summary>
    Rejected,
}

/// <summary>Reads an answer.</summary>
static class Deliveries
{
    /// <summary>gRPC status codes that may be retried: cancelled, deadline exceeded, resource exhausted, aborted, out of range,
    /// unavailable, data loss.</summary>
    static readonly HashSet<string> RetryableGrpc = ["1", "4", "8", "10", "11", "14", "15"];

    /// <summary>The answer's body must have been read: gRPC tells its status after it.</summary>
    public static Delivery Of(HttpResponseMessage answer)
    {
        if (
            answer.StatusCode
            is HttpStatusCode.TooManyRequests
                or HttpStatusCode.BadGateway
                or HttpStatusCode.ServiceUnavailable
                or HttpStatusCode.GatewayTimeout
        )
        {
            return Delivery.Away;
        }

        if (!answer.IsSuccessStatusCode)
        {
            return Delivery.Rejected;
        }

        return GrpcStatus(answer) switch
        {
            null or "0" => Delivery.Delivered,
            var status when RetryableGrpc.Contains(status) => Delivery.Away,
            _ => Delivery.Rejected,
        };
    }

    static string? GrpcStatus(HttpResponseMessage answer)
    {
        const string name = "grpc-status";
        return
            answer.TrailingHeaders.TryGetValues(name, out var values)
            || answer.Headers.TryGetValues(name, out values)
            ? values.First()
            : null;
    }
}
