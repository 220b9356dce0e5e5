using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net;
using Google.Protobuf;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;
using OpenTelemetry.Proto.Collector.Logs.V1;
using OpenTelemetry.Proto.Collector.Metrics.V1;
using OpenTelemetry.Proto.Collector.Trace.V1;

namespace Otlp.Receiver;

/// <summary>An OTLP endpoint for tests: keeps every request that a real exporter sent, over gRPC or HTTP, and can be made
/// to refuse or to stay silent.</summary>
public sealed class OtlpReceiver : IAsyncDisposable
{
    readonly WebApplication _app;
    readonly ConcurrentQueue<(string Path, byte[] Body)> _requests = new();

    OtlpReceiver(WebApplication app) => _app = app;

    /// <summary>Answer to give instead of success; null is success. A request that it refuses is not kept.</summary>
    public Func<HttpContext, Task>? Refusal { get; set; }

    /// <summary>Looks at a request's path and message; what it returns answers instead of success, and the request is not
    /// kept. null is success.</summary>
    public Func<string, byte[], Func<HttpContext, Task>?>? Inspect { get; set; }

    /// <summary>For gRPC.</summary>
    public Uri Grpc => Address(0);

    /// <summary>For HTTP with protobuf.</summary>
    public Uri Http => Address(1);

    public Received Received => Received.From(_requests);

    /// <summary>How many requests of any signal were accepted.</summary>
    public int Count => _requests.Count;

    /// <param name="grpcPort">0 for a free one.</param>
    public static async Task<OtlpReceiver> StartAsync(int grpcPort = 0, int httpPort = 0)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, grpcPort, o => o.Protocols = HttpProtocols.Http2);
            kestrel.Listen(IPAddress.Loopback, httpPort, o => o.Protocols = HttpProtocols.Http1);
        });
        var app = builder.Build();
        var receiver = new OtlpReceiver(app);
        app.Run(receiver.AcceptAsync);
        await app.StartAsync();
        return receiver;
    }

    /// <summary>Waits until what was received satisfies the condition.</summary>
    /// <exception cref="TimeoutException">It did not in time.</exception>
    public async Task<Received> UntilAsync(Func<Received, bool> condition, TimeSpan? within = null)
    {
        using var deadline = new CancellationTokenSource(within ?? TimeSpan.FromSeconds(60));
        for (var newest = -1; ; )
        {
            if (Count != newest)
            {
                newest = Count;
                if (Received is var received && condition(received))
                {
                    return received;
                }
            }

            try
            {
                await Task.Delay(10, deadline.Token);
            }
            catch (OperationCanceledException)
            {
                throw new TimeoutException($"not received in time; {Received.Describe()}");
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource(TimeSpan.Zero);
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
    }

    Uri Address(int index) => new(_app.Urls.ElementAt(index));

    async Task AcceptAsync(HttpContext context)
    {
        if (Refusal is { } refuse)
        {
            await refuse(context);
            return;
        }

        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        var path = context.Request.Path.Value!;
        var isGrpc =
            context.Request.ContentType?.StartsWith("application/grpc", StringComparison.Ordinal)
            == true;
        var message = body.ToArray();
        if (isGrpc)
        {
            message = message[5..(5 + BinaryPrimitives.ReadInt32BigEndian(message.AsSpan(1)))];
        }

        if (Inspect?.Invoke(path, message) is { } answer)
        {
            await answer(context);
            return;
        }

        _requests.Enqueue((path, message));
        if (isGrpc)
        {
            context.Response.ContentType = "application/grpc";
            await context.Response.Body.WriteAsync(new byte[5]);
            context.Response.AppendTrailer("grpc-status", "0");
        }
        else
        {
            context.Response.ContentType = "application/x-protobuf";
        }
    }
}

/// <summary>What was received so far, by signal, in order of arrival.</summary>
public sealed record Received(
    IReadOnlyList<ExportTraceServiceRequest> Traces,
    IReadOnlyList<ExportMetricsServiceRequest> Metrics,
    IReadOnlyList<ExportLogsServiceRequest> Logs
)
{
    public string Describe() =>
        $"{Traces.Count} trace, {Metrics.Count} metric and {Logs.Count} log requests";

    internal static Received From(IEnumerable<(string Path, byte[] Body)> requests)
    {
        var all = requests.ToArray();
        return new Received(
            Parse(all, "trace", ExportTraceServiceRequest.Parser),
            Parse(all, "metrics", ExportMetricsServiceRequest.Parser),
            Parse(all, "logs", ExportLogsServiceRequest.Parser)
        );
    }

    static List<T> Parse<T>(
        (string Path, byte[] Body)[] all,
        string signal,
        MessageParser<T> parser
    )
        where T : IMessage<T> =>
        [
            .. all.Where(r => r.Path.Contains(signal, StringComparison.Ordinal))
                .Select(r => parser.ParseFrom(r.Body)),
        ];
}
