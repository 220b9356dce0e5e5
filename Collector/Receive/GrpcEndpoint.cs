using System.Buffers.Binary;
using Collector.Watch;

namespace Collector.Receive;

/// <summary>
/// OTLP over gRPC: unary calls, read straight from HTTP/2. A message is one byte that says whether it is compressed,
/// four bytes of length (big-endian), then the message; the status travels in the trailers.
/// </summary>
internal sealed class GrpcEndpoint(
    BodyReader bodies,
    Intake intake,
    ApiKey key,
    ReceiveOptions options,
    ReceiveWatch watch,
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

    /// <param name="context">The call.</param>
    /// <param name="signal">What its path names; null for a path that is none of ours.</param>
    public async Task HandleAsync(HttpContext context, Signal? signal)
    {
        Outcome outcome;
        try
        {
            outcome = signal is { } known
                ? await ReceiveAsync(context, known)
                : Outcome.Unsupported(
                    StatusCodes.Status404NotFound,
                    $"{context.Request.Path} is no service of this collector."
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
            watch.Reject(reason);
        }

        await AnswerAsync(context, outcome);
    }

    private async Task<Outcome> ReceiveAsync(HttpContext context, Signal signal)
    {
        if (!key.Admits(context.Request.Headers))
        {
            return Outcome.Unauthorized();
        }

        using var framed = bodies.NewBuffer();
        await bodies.ReadAsync(context.Request.BodyReader, framed, context.RequestAborted);
        if (
            framed.Length < PrefixLength
            || BinaryPrimitives.ReadUInt32BigEndian(framed.Written.Span[1..])
                != framed.Length - PrefixLength
        )
        {
            return Outcome.Malformed("The call must hold exactly one length-prefixed message.");
        }

        using var unpacked = bodies.NewBuffer();
        var flag = framed.Written.Span[0];
        var encoding = context.Request.Headers.GrpcEncoding.ToString();
        if (flag == 1 && encoding == "gzip")
        {
            Gzip.Unpack(framed.Written[PrefixLength..], unpacked);
        }
        else if (flag != 0)
        {
            context.Response.Headers.GrpcAcceptEncoding = "identity,gzip";
            return Outcome.Unsupported(
                StatusCodes.Status415UnsupportedMediaType,
                $"grpc-encoding {encoding} is not supported: use identity or gzip."
            );
        }

        var body = flag == 0 ? framed.Detach(PrefixLength) : unpacked.Detach();
        return await intake.TakeAsync(signal, body);
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
        response.Headers.GrpcStatus = ((int)outcome.Code).ToString(
            System.Globalization.CultureInfo.InvariantCulture
        );
        response.Headers.GrpcMessage = GrpcMessage.Encode(outcome.Message);
        response.Headers["grpc-status-details-bin"] = Convert
            .ToBase64String(Answer.Status(outcome, options.RetryAfter).Span)
            .TrimEnd('=');
        await response.CompleteAsync();
    }
}
