using System.Buffers.Binary;
using System.Globalization;
using Collector.Metrics;

namespace Collector.Receive;

/// <summary>
/// OTLP over gRPC: unary calls, read straight from HTTP/2. A message is one byte that says whether it is compressed,
/// four bytes of length (big-endian), then the message; the status travels in the trailers.
/// </summary>
internal sealed class GrpcEndpoint(
    BodyReader bodies,
    Submission submission,
    ApiKey key,
    ReceiveOptions options,
    ReceiveMetrics metrics,
    ILogger<GrpcEndpoint> log
)
{
    private const string ContentType = "application/grpc";
    private const int PrefixLength = 5;

    /// <summary>Whether a request speaks gRPC at all.</summary>
    public static bool Speaks(HttpRequest request) =>
        request.ContentType is { } type
        && type.StartsWith(ContentType, StringComparison.OrdinalIgnoreCase)
        && (type.Length == ContentType.Length || type[ContentType.Length] is '+' or ';');

    /// <param name="context">The call, over HTTP/2.</param>
    /// <param name="signal">What its path names; null for a path that is not served.</param>
    public async Task HandleAsync(HttpContext context, Signal? signal)
    {
        if (!HttpMethods.IsPost(context.Request.Method))
        {
            context.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
            context.Response.Headers.Allow = HttpMethods.Post;
            return;
        }

        Outcome outcome;
        try
        {
            outcome = signal is { } known
                ? await ReceiveAsync(context, known)
                : Outcome.Unsupported(
                    StatusCodes.Status404NotFound,
                    $"{context.Request.Path} is not a service of this collector."
                );
        }
        catch (RefusedException refused)
        {
            outcome = refused.Outcome;
        }
        catch (Exception gone)
            when (gone is IOException || context.RequestAborted.IsCancellationRequested)
        {
            context.Abort();
            return;
        }
        catch (Exception fault)
        {
            log.LogError(fault, "A gRPC request failed.");
            outcome = Outcome.Fault();
        }

        if (outcome.Reason is { } reason)
        {
            metrics.Reject(reason);
        }

        await AnswerAsync(context, outcome);
    }

    private async Task<Outcome> ReceiveAsync(HttpContext context, Signal signal)
    {
        if (!key.Admits(context.Request.Headers))
        {
            return Outcome.Unauthorized();
        }

        using var request = bodies.Open(context);
        using var framed = bodies.NewBuffer(request);
        await bodies.ReadAsync(context, framed, request);
        if (
            framed.Length < PrefixLength
            || BinaryPrimitives.ReadUInt32BigEndian(framed.Written.Span[1..])
                != framed.Length - PrefixLength
        )
        {
            return Outcome.Malformed("The call must hold exactly one length-prefixed message.");
        }

        var encoding = context.Request.Headers.GrpcEncoding;
        var coding = Coding.Identity;
        var isCompressed = framed.Written.Span[0] == 1;
        if (
            framed.Written.Span[0] > 1
            || isCompressed
                && (!ContentCoding.TryParse(encoding, out coding) || coding == Coding.Identity)
        )
        {
            context.Response.Headers.GrpcAcceptEncoding = ContentCoding.Accepted;
            return Outcome.Unsupported(
                StatusCodes.Status415UnsupportedMediaType,
                $"grpc-encoding {encoding} is not supported: use {ContentCoding.Accepted}."
            );
        }

        using var unpacked = bodies.NewBuffer(request);
        if (isCompressed)
        {
            ContentCoding.Unpack(coding, framed.Written[PrefixLength..], unpacked);
        }

        var body = isCompressed ? unpacked.Detach() : framed.Detach(PrefixLength);
        return await submission.SubmitAsync(signal, body, request.Sender);
    }

    private async Task AnswerAsync(HttpContext context, Outcome outcome)
    {
        var response = context.Response;
        response.ContentType = ContentType;
        if (outcome.IsSuccess)
        {
            var message = Answer.Response(outcome);
            var frame = response.BodyWriter.GetMemory(PrefixLength + message.Length);
            frame.Span[0] = 0;
            BinaryPrimitives.WriteInt32BigEndian(frame.Span[1..], message.Length);
            message.CopyTo(frame[PrefixLength..]);
            response.BodyWriter.Advance(PrefixLength + message.Length);
            response.AppendTrailer("grpc-status", "0");
            await response.BodyWriter.FlushAsync();
            return;
        }

        // Without a message the status stands in the headers: a "trailers-only" answer.
        response.Headers.GrpcStatus = ((int)outcome.Code).ToString(CultureInfo.InvariantCulture);
        response.Headers.GrpcMessage = GrpcMessage.Encode(outcome.Message);
        response.Headers["grpc-status-details-bin"] = Convert
            .ToBase64String(Answer.Status(outcome, options.RetryAfter).Span)
            .TrimEnd('=');
        await response.CompleteAsync();
    }
}
