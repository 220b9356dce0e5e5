using System.Globalization;
using Collector.Receive.Json;
using Collector.Watch;

namespace Collector.Receive;

/// <summary>OTLP over HTTP: protobuf or JSON in the body, plain or gzip; the answer is in the request's encoding.</summary>
internal sealed class HttpEndpoint(
    BodyReader bodies,
    Intake intake,
    ApiKey key,
    ReceiveOptions options,
    ReceiveWatch watch,
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
            watch.Reject(reason);
        }

        await AnswerAsync(context.Response, signal, outcome, isJson);
    }

    /// <summary>Answers a request for a path that is none of OTLP's; one that is not OTLP at all gets the bare status.</summary>
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
            $"{context.Request.Path} is no path of this collector: use {string.Join(", ", SignalPaths.All.Select(path => path.Http))}."
        );
        watch.Reject(outcome.Reason!);
        return AnswerAsync(context.Response, Signal.Traces, outcome, isJson);
    }

    private async Task<Outcome> ReceiveAsync(HttpContext context, Signal signal, bool isJson)
    {
        var request = context.Request;
        if (!HttpMethods.IsPost(request.Method))
        {
            context.Response.Headers.Allow = HttpMethods.Post;
            return Outcome.Unsupported(
                StatusCodes.Status405MethodNotAllowed,
                "OTLP is sent by POST."
            );
        }

        if (!key.Admits(request.Headers))
        {
            return Outcome.Unauthorized();
        }

        var encoding = request.Headers.ContentEncoding.ToString();
        var isGzip = encoding.Equals("gzip", StringComparison.OrdinalIgnoreCase);
        if (!isJson && !Is(request.ContentType, Protobuf))
        {
            return Outcome.Unsupported(
                StatusCodes.Status415UnsupportedMediaType,
                $"The content type must be {Protobuf} or {JsonType}."
            );
        }

        if (!isGzip && encoding is not ("" or "identity" or "none"))
        {
            return Outcome.Unsupported(
                StatusCodes.Status415UnsupportedMediaType,
                "The content encoding must be gzip or none."
            );
        }

        using var sent = bodies.NewBuffer();
        await bodies.ReadAsync(request.BodyReader, sent, context.RequestAborted);
        using var unpacked = bodies.NewBuffer();
        if (isGzip)
        {
            Gzip.Unpack(sent.Written, unpacked);
        }

        var plain = isGzip ? unpacked : sent;
        using var transcoded = bodies.NewBuffer();
        if (isJson)
        {
            JsonTranscoder.Transcode(signal, plain.Written.Span, transcoded);
        }

        var body = isJson ? transcoded.Detach() : plain.Detach();
        return await intake.TakeAsync(signal, body);
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
        await response.Body.WriteAsync(body);
    }

    private static bool Is(string? contentType, string wanted) =>
        contentType is not null
        && contentType.StartsWith(wanted, StringComparison.OrdinalIgnoreCase)
        && (contentType.Length == wanted.Length || contentType[wanted.Length] is ';' or ' ');
}
