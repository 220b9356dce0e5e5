using System.Buffers.Binary;
using System.Text;
using Collector.Decode;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Collector.Receive;

/// <summary>
/// <c>grpc.health.v1.Health</c>, for probes that speak gRPC: the collector as a whole (no service name) and each service
/// of OTLP is SERVING as long as <c>/health</c> is healthy. Asks for no key and tells no more than that.
/// </summary>
internal sealed class GrpcHealth(
    HealthCheckService health,
    IHostApplicationLifetime lifetime,
    TimeProvider clock
)
{
    private const string Check = "/grpc.health.v1.Health/Check";
    private const string Watch = "/grpc.health.v1.Health/Watch";
    private const int PrefixLength = 5;
    private const int MaxRequestBytes = 4096;
    private const uint ServiceField = 1 << 3 | WireTag.Bytes;

    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ArrivesWithin = TimeSpan.FromSeconds(10);

    /// <summary>Values of <c>HealthCheckResponse.ServingStatus</c>.</summary>
    private enum Serving : byte
    {
        Serving = 1,
        NotServing = 2,
        ServiceUnknown = 3,
    }

    public static bool IsFor(PathString path) => path.Value is Check or Watch;

    public async Task HandleAsync(HttpContext context)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(
            context.RequestAborted,
            lifetime.ApplicationStopping
        );
        context.Response.ContentType = "application/grpc";
        try
        {
            if (await ReadServiceAsync(context, ended.Token) is not { } service)
            {
                await EndAsync(context, GrpcCode.InvalidArgument, "The call is not valid.");
            }
            else if (context.Request.Path.Value == Watch)
            {
                await WatchAsync(context, service, ended.Token);
            }
            else if (!IsKnown(service))
            {
                await EndAsync(context, GrpcCode.NotFound, "There is no such service.");
            }
            else
            {
                await SendAsync(context, await LookAsync(ended.Token), ended.Token);
                context.Response.AppendTrailer("grpc-status", "0");
            }
        }
        catch (OperationCanceledException)
        {
            context.Abort();
        }
    }

    /// <summary>Tells the status now and whenever it changes, until the client or the collector ends it.</summary>
    private async Task WatchAsync(
        HttpContext context,
        string service,
        CancellationToken cancellationToken
    )
    {
        using var timer = new PeriodicTimer(LookEvery, clock);
        Serving? told = null;
        do
        {
            var now = IsKnown(service)
                ? await LookAsync(cancellationToken)
                : Serving.ServiceUnknown;
            if (now != told)
            {
                await SendAsync(context, now, cancellationToken);
                told = now;
            }
        } while (await timer.WaitForNextTickAsync(cancellationToken));
    }

    private async Task<Serving> LookAsync(CancellationToken cancellationToken) =>
        (await health.CheckHealthAsync(cancellationToken)).Status == HealthStatus.Healthy
            ? Serving.Serving
            : Serving.NotServing;

    private static bool IsKnown(string service) =>
        service.Length == 0 || SignalPaths.All.Any(paths => paths.Grpc == $"/{service}/Export");

    /// <returns>Null when the call is not one.</returns>
    private static async Task<string?> ReadServiceAsync(
        HttpContext context,
        CancellationToken cancellationToken
    )
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(ArrivesWithin);
        var body = new byte[MaxRequestBytes];
        var length = await context.Request.Body.ReadAtLeastAsync(
            body,
            body.Length,
            throwOnEndOfStream: false,
            deadline.Token
        );
        return
            length >= PrefixLength
            && length < MaxRequestBytes
            && body[0] == 0
            && BinaryPrimitives.ReadUInt32BigEndian(body.AsSpan(1)) == length - PrefixLength
            ? Service(body.AsSpan(PrefixLength, length - PrefixLength))
            : null;
    }

    private static string? Service(ReadOnlySpan<byte> request)
    {
        try
        {
            var service = "";
            var reader = new WireReader(request);
            while (reader.Next())
            {
                if (reader.Tag == ServiceField)
                {
                    service = Encoding.UTF8.GetString(reader.Bytes());
                }
                else
                {
                    reader.Skip();
                }
            }

            return service;
        }
        catch (MalformedMessageException)
        {
            return null;
        }
    }

    private static async Task SendAsync(
        HttpContext context,
        Serving status,
        CancellationToken cancellationToken
    )
    {
        // The prefix, then field 1 as a varint.
        await context.Response.Body.WriteAsync(
            new byte[] { 0, 0, 0, 0, 2, 1 << 3, (byte)status },
            cancellationToken
        );
        await context.Response.Body.FlushAsync(cancellationToken);
    }

    private static Task EndAsync(HttpContext context, GrpcCode code, string message)
    {
        context.Response.Headers.GrpcStatus = $"{(int)code}";
        context.Response.Headers.GrpcMessage = GrpcMessage.Encode(message);
        return context.Response.CompleteAsync();
    }
}
