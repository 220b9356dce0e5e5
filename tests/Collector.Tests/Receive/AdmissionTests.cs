using System.Net;
using Collector.Tests.Hosting;
using Microsoft.Extensions.Hosting;

namespace Collector.Tests.Receive;

/// <summary>Who may come in, and what the collector refuses to start with.</summary>
public sealed class AdmissionTests
{
    [Fact]
    public async Task With_a_key_only_those_who_carry_it_come_in()
    {
        await using var collector = await RunningCollector.StartAsync(
            new() { ["Receive:ApiKey"] = "secret-of-16-chars" }
        );
        var client = collector.Client;
        var request = Given.Request(Given.Span("x", 1, 1));

        Assert.Equal(16, (await client.GrpcAsync(OtlpClient.Traces, request)).Status);
        Assert.Equal(16, (await GrpcAsync(("x-otlp-api-key", "secre"))).Status);
        Assert.Equal(0, (await GrpcAsync(("x-otlp-api-key", "secret-of-16-chars"))).Status);
        Assert.Equal(0, (await GrpcAsync(("authorization", "bearer secret-of-16-chars"))).Status);
        Assert.Equal(
            HttpStatusCode.Unauthorized,
            (await client.HttpAsync("/v1/traces", request)).Status
        );

        Task<GrpcAnswer> GrpcAsync((string, string) header) =>
            client.GrpcAsync(OtlpClient.Traces, request, false, header);
    }

    [Theory]
    [InlineData("http://0.0.0.0:4317")]
    [InlineData("http://*:4317")]
    [InlineData("http://+:4317")]
    [InlineData("http://[::]:4317")]
    [InlineData("http://192.168.1.5:4317")]
    public async Task An_open_address_without_a_key_is_refused_by_its_name(string url)
    {
        var refused = await Assert.ThrowsAsync<ConfigurationException>(() =>
            RunningCollector.StartAsync(new() { ["Kestrel:Endpoints:OtlpGrpc:Url"] = url })
        );
        Assert.Contains("Kestrel:Endpoints:OtlpGrpc:Url", refused.Message);
        Assert.Contains("Receive:ApiKey", refused.Message);
    }

    [Fact]
    public async Task An_open_address_is_accepted_when_said_so()
    {
        await using var collector = await RunningCollector.StartAsync(
            new()
            {
                ["Kestrel:Endpoints:OtlpGrpc:Url"] = "http://0.0.0.0:0",
                ["Receive:AllowAnonymous"] = "true",
            }
        );
        Assert.NotEqual(0, collector.Grpc.Port);
    }

    [Theory]
    [InlineData("http://localhost:4317", "collector itself")]
    [InlineData("http://127.0.0.1:4318", "collector itself")]
    [InlineData("localhost:18889", "http or https")]
    public async Task A_forward_target_that_cannot_work_is_refused_with_the_fix(
        string endpoint,
        string because
    )
    {
        var refused = await Assert.ThrowsAsync<ConfigurationException>(() =>
            RunningCollector.StartAsync(
                new()
                {
                    ["Kestrel:Endpoints:OtlpGrpc:Url"] = "http://127.0.0.1:4317",
                    ["Kestrel:Endpoints:OtlpHttp:Url"] = "http://localhost:4318",
                    ["OTEL_EXPORTER_OTLP_ENDPOINT"] = endpoint,
                }
            )
        );
        Assert.Contains("OTEL_EXPORTER_OTLP_ENDPOINT", refused.Message);
        Assert.Contains(because, refused.Message);
    }

    [Theory]
    [InlineData("GET", "/v1/traces", "application/x-protobuf", null, 405)]
    [InlineData("POST", "/v1/traces", "text/plain", null, 415)]
    [InlineData("POST", "/v1/traces", "application/x-protobuf", "zstd", 415)]
    [InlineData("POST", "/v1/profiles", "application/x-protobuf", null, 404)]
    public async Task What_is_not_spoken_is_said_so(
        string method,
        string path,
        string contentType,
        string? encoding,
        int status
    )
    {
        await using var collector = await RunningCollector.StartAsync();
        using var request = new HttpRequestMessage(
            new HttpMethod(method),
            new Uri(collector.Http, path)
        )
        {
            Content = new ByteArrayContent([]),
        };
        request.Content.Headers.Add("content-type", contentType);
        if (encoding is not null)
        {
            request.Content.Headers.ContentEncoding.Add(encoding);
        }

        using var answer = await collector.Client.Raw.SendAsync(request);
        Assert.Equal(status, (int)answer.StatusCode);
    }
}
