using System.Net;
using System.Net.Http.Headers;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Otlp.Transmission;
using Runner.Telemetry.Export.Transmission;

namespace Runner.Telemetry.Tests.Transmission;

/// <summary>The one table of answers.</summary>
public sealed class DeliveryPolicyTests
{
    [Theory]
    [InlineData(200, "Delivered")]
    [InlineData(202, "Delivered")]
    [InlineData(302, "GiveUp")]
    [InlineData(400, "Split")]
    [InlineData(401, "GiveUp")]
    [InlineData(403, "GiveUp")]
    [InlineData(404, "GiveUp")]
    [InlineData(405, "GiveUp")]
    [InlineData(408, "Retry")]
    [InlineData(413, "Split")]
    [InlineData(415, "GiveUp")]
    [InlineData(422, "Split")]
    [InlineData(429, "Retry")]
    [InlineData(500, "Split")]
    [InlineData(501, "GiveUp")]
    [InlineData(502, "Retry")]
    [InlineData(503, "Retry")]
    [InlineData(504, "Retry")]
    public void An_answer_over_HTTP(int status, string delivery) =>
        Assert.Equal(delivery, Of(Response(status), isGrpc: false).Delivery.ToString());

    [Theory]
    [InlineData(0, "Delivered")] // OK
    [InlineData(1, "Retry")] // CANCELLED
    [InlineData(2, "Split")] // UNKNOWN
    [InlineData(3, "Split")] // INVALID_ARGUMENT
    [InlineData(4, "Retry")] // DEADLINE_EXCEEDED
    [InlineData(5, "GiveUp")] // NOT_FOUND
    [InlineData(6, "GiveUp")] // ALREADY_EXISTS
    [InlineData(7, "GiveUp")] // PERMISSION_DENIED
    [InlineData(8, "Split")] // RESOURCE_EXHAUSTED
    [InlineData(9, "GiveUp")] // FAILED_PRECONDITION
    [InlineData(10, "Retry")] // ABORTED
    [InlineData(11, "Retry")] // OUT_OF_RANGE
    [InlineData(12, "GiveUp")] // UNIMPLEMENTED
    [InlineData(13, "Split")] // INTERNAL
    [InlineData(14, "Retry")] // UNAVAILABLE
    [InlineData(15, "Retry")] // DATA_LOSS
    [InlineData(16, "GiveUp")] // UNAUTHENTICATED
    public void An_answer_over_gRPC(int status, string delivery)
    {
        Assert.Equal(delivery, Of(Grpc(status), isGrpc: true).Delivery.ToString());
        Assert.Equal(delivery, Of(Grpc(status, inHeaders: true), isGrpc: true).Delivery.ToString());
    }

    [Theory]
    [InlineData(200, "GiveUp")]
    [InlineData(404, "GiveUp")]
    [InlineData(413, "Split")]
    [InlineData(429, "Retry")]
    [InlineData(502, "Retry")]
    public void An_answer_to_gRPC_that_is_none(int status, string delivery)
    {
        var answer = Of(Response(status, "text/html"), isGrpc: true);
        Assert.Equal(delivery, answer.Delivery.ToString());
        Assert.True(answer.IsForeign);
    }

    [Fact]
    public void Too_much_load_says_when_to_come_back_and_a_request_too_large_does_not()
    {
        var answer = Of(Grpc(8, details: WithRetryInfo(TimeSpan.FromSeconds(7))), isGrpc: true);
        Assert.Equal(
            (Delivery.Retry, TimeSpan.FromSeconds(7)),
            (answer.Delivery, answer.RetryAfter)
        );
        Assert.Equal(Delivery.Split, Of(Grpc(8, details: "not base64 %"), isGrpc: true).Delivery);
    }

    [Fact]
    public void Retry_after_is_how_long_the_receiver_asks_to_wait()
    {
        var response = Response(503);
        response.Headers.RetryAfter = new RetryConditionHeaderValue(TimeSpan.FromSeconds(3));
        Assert.Equal(TimeSpan.FromSeconds(3), Of(response, isGrpc: false).RetryAfter);
    }

    [Theory]
    [InlineData(HttpRequestError.ConnectionError, false)]
    [InlineData(HttpRequestError.NameResolutionError, false)]
    [InlineData(HttpRequestError.HttpProtocolError, true)]
    [InlineData(HttpRequestError.InvalidResponse, true)]
    public void Without_an_answer_a_request_is_sent_again(HttpRequestError error, bool isForeign)
    {
        var answer = Answer.Of(new HttpRequestException(error, "away"));
        Assert.Equal((Delivery.Retry, isForeign), (answer.Delivery, answer.IsForeign));
        Assert.Equal(Delivery.Retry, Answer.Of(new OperationCanceledException()).Delivery);
    }

    static Answer Of(HttpResponseMessage response, bool isGrpc) => Answer.Of(response, isGrpc);

    static HttpResponseMessage Response(int status, string? type = null)
    {
        var response = new HttpResponseMessage((HttpStatusCode)status);
        if (type is not null)
        {
            response.Content.Headers.ContentType = new MediaTypeHeaderValue(type);
        }

        return response;
    }

    static HttpResponseMessage Grpc(int status, string? details = null, bool inHeaders = false)
    {
        var response = Response(200, "application/grpc");
        var headers = inHeaders ? response.Headers : response.TrailingHeaders;
        headers.Add("grpc-status", $"{status}");
        if (details is not null)
        {
            headers.TryAddWithoutValidation("grpc-status-details-bin", details);
        }

        return response;
    }

    /// <summary>A google.rpc.Status with a code, a message and one detail.</summary>
    static string WithRetryInfo(TimeSpan delay)
    {
        var info = Field(1, Duration.FromTimeSpan(delay).ToByteArray());
        var any = new Any
        {
            TypeUrl = "type.googleapis.com/google.rpc.RetryInfo",
            Value = ByteString.CopyFrom(info),
        };
        byte[] status =
        [
            1 << 3,
            8,
            .. Field(2, "busy"u8.ToArray()),
            .. Field(3, any.ToByteArray()),
        ];
        // gRPC leaves the padding out.
        return Convert.ToBase64String(status).TrimEnd('=');
    }

    static byte[] Field(int number, byte[] value) =>
        [(byte)(number << 3 | 2), (byte)value.Length, .. value];
}
