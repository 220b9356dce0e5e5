using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Load.Noop;

/// <summary>
/// Reads every request to its end and says OK: what the transport alone costs on this machine, the ceiling for any
/// receiver built on the same server.
/// </summary>
public static class NoopReceiver
{
    private static readonly byte[] EmptyMessage = new byte[5];

    public static async Task RunAsync(string[] args)
    {
        var builder = WebApplication.CreateSlimBuilder(args);
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        var grpcPort = builder.Configuration.GetValue("grpc-port", 4317);
        var httpPort = builder.Configuration.GetValue("http-port", 4318);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.ListenLocalhost(grpcPort, o => o.Protocols = HttpProtocols.Http2);
            kestrel.ListenLocalhost(httpPort, o => o.Protocols = HttpProtocols.Http1);
        });
        var app = builder.Build();
        app.MapPost("/v1/{signal}", AnswerHttpAsync);
        app.MapPost("/{service}/Export", AnswerGrpcAsync);
        await app.StartAsync();
        Console.WriteLine($"no-op receiver {Environment.ProcessId}: {string.Join(' ', app.Urls)}");
        await app.WaitForShutdownAsync();
    }

    private static async Task AnswerHttpAsync(HttpContext context)
    {
        await DrainAsync(context.Request);
        context.Response.ContentType = "application/x-protobuf";
        context.Response.ContentLength = 0;
    }

    private static async Task AnswerGrpcAsync(HttpContext context)
    {
        await DrainAsync(context.Request);
        context.Response.ContentType = "application/grpc";
        await context.Response.Body.WriteAsync(EmptyMessage, context.RequestAborted);
        context.Response.AppendTrailer("grpc-status", "0");
    }

    private static async Task DrainAsync(HttpRequest request)
    {
        while (true)
        {
            var read = await request.BodyReader.ReadAsync();
            request.BodyReader.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted)
            {
                return;
            }
        }
    }
}
