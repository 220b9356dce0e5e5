using Collector.Metrics;

namespace Collector.Receive;

/// <summary>What is answered to a request, before either transport words it.</summary>
/// <param name="Code">gRPC's status code.</param>
/// <param name="Http">HTTP's status code.</param>
/// <param name="Message">Why, for people; on success what was rejected or ignored, if anything was.</param>
/// <param name="Reason">How it is counted; null for what is not refused.</param>
/// <param name="RejectedItems">Items refused out of a request that was stored otherwise.</param>
internal readonly record struct Outcome(
    GrpcCode Code,
    int Http,
    string Message = "",
    string? Reason = null,
    long RejectedItems = 0
)
{
    public bool IsSuccess => Code == GrpcCode.Ok;

    /// <summary>Whether the client should send the same request again later.</summary>
    public bool IsRetryable => Code == GrpcCode.Unavailable;

    public static Outcome Accepted(long rejected, string? because) =>
        new(GrpcCode.Ok, StatusCodes.Status200OK, because ?? "", null, rejected);

    public static Outcome Malformed(string what) =>
        new(
            GrpcCode.InvalidArgument,
            StatusCodes.Status400BadRequest,
            what,
            RejectReasons.Malformed
        );

    public static Outcome TooLarge(int limit) =>
        new(
            GrpcCode.ResourceExhausted,
            StatusCodes.Status413PayloadTooLarge,
            $"The request is larger than {limit} bytes (Receive:MaxRequestBytes).",
            RejectReasons.TooLarge
        );

    public static Outcome TooManyItems(int limit) =>
        new(
            GrpcCode.ResourceExhausted,
            StatusCodes.Status413PayloadTooLarge,
            $"The request holds more than {limit} items (Receive:MaxRequestItems): send smaller batches.",
            RejectReasons.TooLarge
        );

    public static Outcome Overloaded() =>
        new(
            GrpcCode.Unavailable,
            StatusCodes.Status503ServiceUnavailable,
            "The collector is busy: too much waits to be stored. Retry later.",
            RejectReasons.Overloaded
        );

    public static Outcome StoreUnavailable(string why) =>
        new(
            GrpcCode.Unavailable,
            StatusCodes.Status503ServiceUnavailable,
            why,
            RejectReasons.StoreUnavailable
        );

    public static Outcome Unauthorized() =>
        new(
            GrpcCode.Unauthenticated,
            StatusCodes.Status401Unauthorized,
            "The API key is missing or wrong: send x-otlp-api-key or Authorization: Bearer.",
            RejectReasons.Unauthorized
        );

    public static Outcome TooSlow() =>
        new(
            GrpcCode.DeadlineExceeded,
            StatusCodes.Status408RequestTimeout,
            "The request did not arrive in time (Receive:MaxArrivalTime).",
            RejectReasons.TooSlow
        );

    public static Outcome Unsupported(int http, string what) =>
        new(GrpcCode.Unimplemented, http, what, RejectReasons.Unsupported);

    public static Outcome Fault() =>
        new(
            GrpcCode.Internal,
            StatusCodes.Status500InternalServerError,
            "The request could not be stored; the collector's log says why.",
            RejectReasons.Fault
        );
}

/// <summary>The gRPC status codes that the collector answers.</summary>
internal enum GrpcCode
{
    Ok = 0,
    InvalidArgument = 3,
    DeadlineExceeded = 4,
    NotFound = 5,
    ResourceExhausted = 8,
    Unimplemented = 12,
    Internal = 13,
    Unavailable = 14,
    Unauthenticated = 16,
}

/// <summary>Ends the reading of a request with an answer.</summary>
internal sealed class RefusedException(Outcome outcome) : Exception(outcome.Message)
{
    public Outcome Outcome => outcome;
}
