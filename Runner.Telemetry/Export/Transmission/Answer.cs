using Otlp.Transmission;

namespace Runner.Telemetry.Export.Transmission;

/// <summary>What a receiver answered, or that it did not.</summary>
/// <param name="Reason">In words, for whoever looks for the fault.</param>
/// <param name="RetryAfter">How long the receiver asks to wait; null if it does not say.</param>
/// <param name="IsForeign">Something answered that does not speak the protocol of the request.</param>
readonly record struct Answer(
    Delivery Delivery,
    string Reason,
    TimeSpan? RetryAfter = null,
    bool IsForeign = false
)
{
    const string Grpc = "application/grpc";

    public static Answer Of(Exception failure) =>
        new(
            Delivery.Retry,
            failure is OperationCanceledException ? "no answer in time" : failure.Message,
            IsForeign: failure
                is HttpRequestException
                {
                    HttpRequestError: HttpRequestError.InvalidResponse
                        or HttpRequestError.HttpProtocolError
                        or HttpRequestError.VersionNegotiationError
                }
        );

    /// <param name="response">Its body must have been read: gRPC tells its status after it.</param>
    /// <param name="isGrpc">Whether the request was gRPC.</param>
    public static Answer Of(HttpResponseMessage response, bool isGrpc)
    {
        var http = (int)response.StatusCode;
        var asked = response.Headers.RetryAfter?.Delta;
        if (!isGrpc)
        {
            return new(
                DeliveryPolicy.OfHttp(response.StatusCode).What,
                Text($"HTTP {http}", response.ReasonPhrase),
                asked,
                // A gRPC port answers an HTTP/1.1 request in plain text.
                IsForeign: http is 404 or 405 or 415 or 505 || (http == 400 && IsText(response))
            );
        }

        if (Header(response, "grpc-status") is not { } status)
        {
            // A proxy answers for a server that is away; anything else does not speak gRPC.
            return new(
                http == 200 ? Delivery.GiveUp : DeliveryPolicy.OfHttp(response.StatusCode).What,
                Text($"HTTP {http} without a gRPC status", response.ReasonPhrase),
                asked,
                IsForeign: response.Content.Headers.ContentType?.MediaType != Grpc
            );
        }

        var retry = RetryInfo.Read(Header(response, "grpc-status-details-bin"));
        return new(
            DeliveryPolicy.OfGrpc(status, retry).What,
            Text($"gRPC status {status}", Header(response, "grpc-message")),
            retry
        );
    }

    static bool IsText(HttpResponseMessage response) =>
        response.Content.Headers.ContentType?.MediaType?.StartsWith(
            "text/",
            StringComparison.Ordinal
        ) == true;

    static string Text(string status, string? message) =>
        string.IsNullOrEmpty(message) ? status : $"{status}: {Uri.UnescapeDataString(message)}";

    static string? Header(HttpResponseMessage response, string name) =>
        response.TrailingHeaders.TryGetValues(name, out var values)
        || response.Headers.TryGetValues(name, out values)
            ? values.First()
            : null;
}
