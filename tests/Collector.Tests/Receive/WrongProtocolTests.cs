using System.Net;
using System.Net.Sockets;
using System.Text;
using Collector.Tests.Hosting;

namespace Collector.Tests.Receive;

/// <summary>Clients that speak one protocol to the port of the other, or take a wrong verb, host or path.</summary>
public sealed class WrongProtocolTests
{
    [Fact]
    public async Task Grpc_over_http1_is_refused_before_it_is_read_and_said_in_the_log()
    {
        var log = new RecordingLog();
        await using var collector = await RunningCollector.StartAsync(log: log);
        var request = Given.Request(
            Given.Log("runner.session.start", 1, 0, ("session.id", Given.Session))
        );
        using var content = new ByteArrayContent(
            OtlpClient.Frame(0, Google.Protobuf.MessageExtensions.ToByteArray(request))
        );
        content.Headers.ContentType = new("application/grpc");
        using var answer = await collector.Client.Raw.PostAsync(
            new Uri(collector.Http, OtlpClient.Logs),
            content
        );

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, answer.StatusCode);
        Assert.Contains("4317", await answer.Content.ReadAsStringAsync());
        Assert.Empty(collector.Store.Events);
        Assert.Contains(log.Lines, line => line.Contains("OTLP/gRPC to the OTLP/HTTP port"));
        Assert.DoesNotContain(log.Lines, line => line.StartsWith("Error"));
    }

    [Fact]
    public async Task A_grpc_client_at_the_http_port_is_said_in_the_log()
    {
        var log = new RecordingLog();
        await using var collector = await RunningCollector.StartAsync(log: log);
        using var client = new OtlpClient(collector.Http, collector.Http);

        await Assert.ThrowsAsync<HttpRequestException>(() =>
            client.GrpcAsync(OtlpClient.Logs, Given.Request(Given.Log("x", 1, 0)))
        );
        Assert.Contains(log.Lines, line => line.Contains("OTLP/gRPC to the OTLP/HTTP port"));
    }

    [Fact]
    public async Task An_http1_client_at_the_grpc_port_is_said_in_the_log()
    {
        var log = new RecordingLog();
        await using var collector = await RunningCollector.StartAsync(log: log);
        using var client = new OtlpClient(collector.Grpc, collector.Grpc);

        var answer = await client.HttpAsync("/v1/logs", [], "application/x-protobuf");
        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Contains(log.Lines, line => line.Contains("HTTP/1.1 to the OTLP/gRPC port"));
    }

    [Theory]
    [InlineData("/v1/logs", "HEAD", 405, "POST")]
    [InlineData("/v1/logs", "PUT", 405, "POST")]
    [InlineData("/status", "POST", 405, "GET, HEAD")]
    [InlineData("/status", "HEAD", 200, "")]
    [InlineData("/status", "OPTIONS", 405, "GET, HEAD")]
    [InlineData("/health", "POST", 405, "GET, HEAD")]
    [InlineData("/health", "DELETE", 405, "GET, HEAD")]
    [InlineData("/health", "HEAD", 200, "")]
    [InlineData("/alive", "PUT", 405, "GET, HEAD")]
    [InlineData("/alive", "GET", 200, "")]
    [InlineData("/nothing", "GET", 404, "")]
    public async Task A_wrong_verb_is_told_apart_from_a_wrong_path(
        string path,
        string verb,
        int status,
        string allow
    )
    {
        await using var collector = await RunningCollector.StartAsync();
        using var request = new HttpRequestMessage(
            new HttpMethod(verb),
            new Uri(collector.Http, path)
        );
        using var answer = await collector.Client.Raw.SendAsync(request);

        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal(allow, string.Join(", ", answer.Content.Headers.Allow));
    }

    [Theory]
    [InlineData("//v1/logs")]
    [InlineData("/v1//logs")]
    [InlineData("/v1/logs/")]
    public async Task Slashes_too_many_do_not_matter(string path)
    {
        await using var collector = await RunningCollector.StartAsync();
        using var content = new StringContent("{}", Encoding.UTF8, "application/json");
        using var answer = await collector.Client.Raw.PostAsync(
            new Uri(collector.Http.ToString().TrimEnd('/') + path),
            content
        );

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Theory]
    [InlineData("evil.example", HttpStatusCode.BadRequest)]
    [InlineData("localhost", HttpStatusCode.OK)]
    [InlineData("collector.localhost:4318", HttpStatusCode.OK)]
    [InlineData("host.docker.internal:4318", HttpStatusCode.OK)]
    public async Task On_a_loopback_address_a_foreign_name_is_refused(
        string host,
        HttpStatusCode status
    )
    {
        await using var collector = await RunningCollector.StartAsync();
        using var request = new HttpRequestMessage(
            HttpMethod.Get,
            new Uri(collector.Http, "/status")
        );
        request.Headers.Host = host;
        using var answer = await collector.Client.Raw.SendAsync(request);

        Assert.Equal(status, answer.StatusCode);
    }

    [Fact]
    public async Task A_unix_socket_counts_as_local()
    {
        using var folder = new TempFolder();
        var socket = folder.File("otlp.sock");
        await using var collector = await RunningCollector.StartAsync(
            new() { ["Kestrel:Endpoints:OtlpHttp:Url"] = $"http://unix:{socket}" }
        );
        using var client = new HttpClient(
            new SocketsHttpHandler
            {
                ConnectCallback = async (_, cancel) =>
                {
                    var connection = new Socket(AddressFamily.Unix, SocketType.Stream, 0);
                    await connection.ConnectAsync(new UnixDomainSocketEndPoint(socket), cancel);
                    return new NetworkStream(connection, ownsSocket: true);
                },
            }
        );

        Assert.Contains(
            "receiving",
            await client.GetStringAsync(new Uri("http://localhost/status"))
        );
    }
}
