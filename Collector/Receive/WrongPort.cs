using System.Buffers;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Collector.Receive;

/// <summary>
/// Says in the log when a client speaks gRPC to the OTLP/HTTP port or HTTP/1.1 to the gRPC port: the server refuses
/// such a connection before there is a request, and the client often says no more than "connection closed".
/// </summary>
internal sealed partial class WrongPort(ILogger<WrongPort> log, TimeProvider clock)
{
    private static readonly TimeSpan QuietFor = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan FirstBytesWithin = TimeSpan.FromSeconds(10);

    private long _lastSaid;

    /// <summary>The answer to gRPC over HTTP/1.1, which has no trailers to answer in.</summary>
    public Task RefuseAsync(HttpContext context)
    {
        Say(context.Connection.RemoteIpAddress?.ToString(), isGrpc: true);
        context.Response.StatusCode = StatusCodes.Status415UnsupportedMediaType;
        return context.Response.WriteAsync(
            "gRPC needs HTTP/2: send it to the OTLP/gRPC port (4317 by default), or send OTLP/HTTP (application/x-protobuf or application/json) here.\n"
        );
    }

    /// <summary>Looks at the first bytes of every connection to an endpoint that speaks only one protocol.</summary>
    public void Guard(ListenOptions endpoint) =>
        endpoint.Use(next =>
            async connection =>
            {
                if (await OpensHttp2Async(connection) is { } isHttp2)
                {
                    if (isHttp2 && endpoint.Protocols == HttpProtocols.Http1)
                    {
                        Say(connection.RemoteEndPoint?.ToString(), isGrpc: true);
                    }
                    else if (!isHttp2 && endpoint.Protocols == HttpProtocols.Http2)
                    {
                        Say(connection.RemoteEndPoint?.ToString(), isGrpc: false);
                    }
                }

                await next(connection);
            }
        );

    private static async Task<bool?> OpensHttp2Async(ConnectionContext connection)
    {
        var input = connection.Transport.Input;
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(
            connection.ConnectionClosed
        );
        timeout.CancelAfter(FirstBytesWithin);
        try
        {
            var read = await input.ReadAsync(timeout.Token);
            bool? isHttp2 = read.Buffer.IsEmpty
                ? null
                : new SequenceReader<byte>(read.Buffer).IsNext("PRI "u8);
            input.AdvanceTo(read.Buffer.Start);
            return isHttp2;
        }
        catch (OperationCanceledException)
        {
            // The server has its own limits for a connection that says nothing.
            return null;
        }
    }

    private void Say(string? client, bool isGrpc)
    {
        var now = clock.GetTimestamp();
        var last = Interlocked.Read(ref _lastSaid);
        if (
            (last != 0 && clock.GetElapsedTime(last, now) < QuietFor)
            || Interlocked.CompareExchange(ref _lastSaid, now, last) != last
        )
        {
            return;
        }

        if (isGrpc)
        {
            SaysGrpcOnHttpPort(log, client);
        }
        else
        {
            SaysHttpOnGrpcPort(log, client);
        }
    }

    [LoggerMessage(
        LogLevel.Warning,
        "{Client} sends OTLP/gRPC to the OTLP/HTTP port, where nothing of it is stored: send it to the gRPC port (4317 by default) or set the exporter's protocol to http/protobuf."
    )]
    private static partial void SaysGrpcOnHttpPort(ILogger logger, string? client);

    [LoggerMessage(
        LogLevel.Warning,
        "{Client} sends HTTP/1.1 to the OTLP/gRPC port, where nothing of it is stored: send it to the OTLP/HTTP port (4318 by default) or set the exporter's protocol to grpc."
    )]
    private static partial void SaysHttpOnGrpcPort(ILogger logger, string? client);
}
