using System.Net;
using System.Net.Sockets;
using Aspire.Hosting;
using Aspire.Hosting.Orchestration;
using Aspire.Hosting.Testing;

namespace StandIns.Tests;

/// <summary>Which ports an endpoint gets, and what stands between them.</summary>
public sealed class EndpointTests
{
    [Fact]
    public async Task A_target_port_is_used_as_given_and_exported_while_the_public_one_is_any()
    {
        var target = FreePorts.Next();
        await using var app = await SampleApp.StartAsync(change: builder =>
            SampleApp
                .Find(builder, "front")
                .WithHttpEndpoint(targetPort: target, name: "given", env: "GIVEN_PORT")
        );
        var variables = await app.EnvironmentOfAsync("front");

        Assert.Equal($"{target}", variables["GIVEN_PORT"]);
        Assert.NotEqual(target, app.Application.GetEndpoint("front", "given").Port);
        Assert.DoesNotContain($"{target}", variables["ASPNETCORE_URLS"]);
    }

    [Fact]
    public async Task Without_a_proxy_the_public_port_is_the_target_port()
    {
        var port = FreePorts.Next();
        await using var app = await SampleApp.StartAsync(change: builder =>
            SampleApp
                .Find(builder, "front")
                .WithHttpEndpoint(port, name: "direct", isProxied: false)
        );
        await app.HealthyAsync("front");
        var variables = await app.EnvironmentOfAsync("front", "direct");

        Assert.Equal(port, app.Application.GetEndpoint("front", "direct").Port);
        Assert.Contains($"http://localhost:{port}", variables["ASPNETCORE_URLS"]);
    }

    [Fact]
    public async Task Endpoints_that_are_filtered_out_are_not_in_ASPNETCORE_URLS()
    {
        await using var app = await SampleApp.StartAsync(change: builder =>
            SampleApp
                .Find(builder, "front")
                .WithHttpEndpoint(name: "other")
                .WithEndpointsInEnvironment(endpoint => endpoint.Name == "http")
        );

        Assert.DoesNotContain(";", (await app.EnvironmentOfAsync("front"))["ASPNETCORE_URLS"]);
    }

    [Fact]
    public async Task The_proxy_accepts_before_anybody_listens_and_passes_on_as_soon_as_somebody_does()
    {
        var target = FreePorts.Next();
        await using var proxy = new EndpointProxy(0, target);
        using var client = new TcpClient();
        await client.ConnectAsync(
            IPAddress.Loopback,
            proxy.Port,
            TestContext.Current.CancellationToken
        );
        await client
            .GetStream()
            .WriteAsync("ping"u8.ToArray(), TestContext.Current.CancellationToken);

        using var listener = new TcpListener(IPAddress.Loopback, target);
        listener.Start();
        using var server = await listener.AcceptTcpClientAsync(
            TestContext.Current.CancellationToken
        );
        var buffer = new byte[4];
        await server.GetStream().ReadExactlyAsync(buffer, TestContext.Current.CancellationToken);
        await server
            .GetStream()
            .WriteAsync("pong"u8.ToArray(), TestContext.Current.CancellationToken);
        server.Client.Shutdown(SocketShutdown.Send);
        using var answer = new StreamReader(client.GetStream());

        Assert.Equal("ping"u8.ToArray(), buffer);
        Assert.Equal("pong", await answer.ReadToEndAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public void A_second_endpoint_of_one_name_is_refused()
    {
        var project = DistributedApplication
            .CreateBuilder([])
            .AddProject<Projects.SampleService>(
                "service",
                options => options.ExcludeLaunchProfile = true
            )
            .WithHttpEndpoint();

        var refusal = Assert.Throws<DistributedApplicationException>(() =>
            project.WithHttpEndpoint()
        );
        Assert.Contains("'http' already exists", refusal.Message);
    }

    [Fact]
    public void An_address_cannot_be_asked_for_before_the_start()
    {
        var endpoint = DistributedApplication
            .CreateBuilder([])
            .AddProject<Projects.SampleService>("service")
            .GetEndpoint("http");

        Assert.Throws<InvalidOperationException>(() => endpoint.Url);
    }
}
