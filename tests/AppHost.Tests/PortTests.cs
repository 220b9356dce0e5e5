using System.Net;
using System.Net.Sockets;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Configuration;

namespace AppHost.Tests;

/// <summary>A port in use is told before anything is started.</summary>
public sealed class PortTests : IDisposable
{
    private readonly TcpListener _other = new(IPAddress.Loopback, 0);
    private readonly int _port;

    public PortTests()
    {
        _other.Start();
        _port = ((IPEndPoint)_other.LocalEndpoint).Port;
    }

    public void Dispose() => _other.Dispose();

    [Fact]
    public void A_resource_whose_port_is_in_use_is_named()
    {
        var problem = Assert.Throws<DistributedApplicationException>(() =>
            Ports.RequireFree(ModelWith(_port), Configuration())
        );

        Assert.StartsWith($"Port {_port} (dashboard, http) is in use.", problem.Message);
    }

    [Theory]
    [InlineData("ASPNETCORE_URLS")]
    [InlineData("ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL")]
    [InlineData("ASPIRE_RESOURCE_SERVICE_ENDPOINT_URL")]
    public void A_port_of_the_Aspire_dashboard_in_use_is_named_by_its_setting(string key)
    {
        var problem = Assert.Throws<DistributedApplicationException>(() =>
            Ports.RequireFree(
                new DistributedApplicationModel([]),
                Configuration((key, $"http://localhost:{_port}"))
            )
        );

        Assert.Contains(key, problem.Message);
    }

    [Fact]
    public void Free_ports_and_ports_that_are_chosen_at_random_are_no_problem()
    {
        Ports.RequireFree(ModelWith(null), Configuration());
        Ports.RequireFree(ModelWith(_port), Configuration(("DcpPublisher:RandomizePorts", "true")));
    }

    private static DistributedApplicationModel ModelWith(int? port)
    {
        var dashboard = new ProjectResource("dashboard");
        dashboard.Annotations.Add(
            new EndpointAnnotation(ProtocolType.Tcp, uriScheme: "http", name: "http", port: port)
        );
        return new DistributedApplicationModel([dashboard]);
    }

    private static IConfiguration Configuration(params (string Key, string Value)[] settings) =>
        new ConfigurationBuilder()
            .AddInMemoryCollection(
                settings.Select(one => KeyValuePair.Create<string, string?>(one.Key, one.Value))
            )
            .Build();
}
