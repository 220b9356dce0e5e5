using System.Globalization;
using Collector.Metrics;
using Collector.Receive.Json;

namespace Collector.Receive;

/// <summary>OTLP over HTTP: protobuf or JSON in the body, plain or compressed; the answer is in the request's encoding.</summary>
internal sealed class HttpEndpoint(
    BodyReader bodies,
    Submission submission,
    ApiKey key,
    ReceiveOptions options,
    ReceiveMetrics metrics,
    ILogger<HttpEndpoint> log
)
{
    private const string Protobuf = "application/x-protobuf";
    private const string JsonType = "application/json";

    public async Task HandleAsync(HttpContext context, Signal signal)
    {
        Outcome outcome;
        var isJson = Is(context.Request.ContentType, JsonType);
        try
        {
            outcome = await ReceiveAsync(context, signal, isJson);
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
            log.LogError(fault, "An HTTP request failed.");
            outcome = Outcome.Fault();
        }

        if (outcome.Reason is { } reason)
        {
            metrics.Reject(reason);
        }

        await AnswerAsync(context.Response, signal, outcome, isJson);
    }

    /// <summary>Answers a request for a path that OTLP does not have; one that is not OTLP at all gets the bare status.</summary>
    public Task RefusePathAsync(HttpContext context)
    {
        var type = context.Request.ContentType;
        var isJson = Is(type, JsonType);
        if (!isJson && !Is(type, Protobuf))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        }

        var outcome = Outcome.Unsupported(
            StatusCodes.Status404NotFound,
            $"{context.Request.Path} is not a path of this collector: use {string.Join(", ", SignalPaths.All.Select(path => path.Http))}."
        );
        metrics.Reject(outcome.Reason!);
        return AnswerAsync(context.Response, Signal.Traces, outcome, isJson);
    }

    private async Task<Outcome> ReceiveAsync(HttpContext context, Signal signal, bool isJson)
    {
        var http = context.Request;
        if (!HttpMethods.IsPost(http.Method))
        {
            context.Response.Headers.Allow = HttpMethods.Post;
            return Outcome.Unsupported(
                StatusCodes.Status405MethodNotAllowed,
                "OTLP is sent by POST."
            );
        }

        if (!key.Admits(http.Headers))
        {
            return Outcome.Unauthorized();
        }

        if (!isJson && !Is(http.ContentType, Protobuf))
        {
            return Outcome.Unsupported(
                StatusCodes.Status415UnsupportedMediaType,
                $"The content type must be {Protobuf} or {JsonType}."
            );
        }

        if (!ContentCoding.TryParse(http.Headers.ContentEncoding, out var coding))
        {
            context.Response.Headers.AcceptEncoding = ContentCoding.Accepted;
            return Outcome.Unsupported(
                StatusCodes.Status415UnsupportedMediaType,
                $"The content encoding must be one of {ContentCoding.Accepted}."
            );
        }

        using var request = bodies.Open(context);
        using var sent = bodies.NewBuffer(request);
        await bodies.ReadAsync(context, sent, request);
        using var unpacked = bodies.NewBuffer(request);
        if (coding != Coding.Identity)
        {
            ContentCoding.Unpack(coding, sent.Written, unpacked);
        }

        var plain = coding == Coding.Identity ? sent : unpacked;
        if (!isJson)
        {
            return await submission.SubmitAsync(signal, plain.Detach(), request.Sender);
        }

        using var transcoded = bodies.NewBuffer(request);
        var note = JsonTranscoder.Transcode(signal, plain.Written.Span, transcoded);
        return await submission.SubmitAsync(signal, transcoded.Detach(), request.Sender, note);
    }

    private async Task AnswerAsync(
        HttpResponse response,
        Signal signal,
        Outcome outcome,
        bool isJson
    )
    {
        response.StatusCode = outcome.Http;
        response.ContentType = isJson ? JsonType : Protobuf;
        if (outcome.IsRetryable)
        {
            response.Headers.RetryAfter = Math.Max(1, (int)options.RetryAfter.TotalSeconds)
                .ToString(CultureInfo.InvariantCulture);
        }

        var body = (outcome.IsSuccess, isJson) switch
        {
            (true, true) => Answer.ResponseJson(signal, outcome),
            (true, false) => Answer.Response(outcome),
            (false, true) => Answer.StatusJson(outcome, options.RetryAfter),
            (false, false) => Answer.Status(outcome, options.RetryAfter),
        };
        response.ContentLength = body.Length;
        if (!HttpMethods.IsHead(response.HttpContext.Request.Method))
        {
            await response.Body.WriteAsync(body);
        }
    }

    private static bool Is(string? contentType, string wanted) =>
        contentType is not null
        && contentType.StartsWith(wanted, StringComparison.OrdinalIgnoreCase)
        && (contentType.Length == wanted.Length || contentType[wanted.Length] is ';' or ' ');
}
