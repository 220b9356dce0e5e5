using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;

namespace StandIns.Tests;

/// <summary>What the stand-ins do not do, they say.</summary>
public sealed class ContainerTests
{
    [Fact]
    public async Task A_container_is_refused_at_the_start_with_what_to_do_instead()
    {
        var builder = DistributedApplication.CreateBuilder([]);
        var server = builder
            .AddContainer("server", "clickhouse/clickhouse-server", "26.7")
            .WithHttpEndpoint(targetPort: 8123)
            .WithEnvironment("SETTING", "1")
            .WithVolume("data", "/var/lib/clickhouse");
        var port = server.GetEndpoint("http").Property(EndpointProperty.Port);
        builder.AddConnectionString("sessions", ReferenceExpression.Create($"Port={port}"));
        await using var application = builder.Build();

        var refusal = await Assert.ThrowsAsync<DistributedApplicationException>(() =>
            application.StartAsync(TestContext.Current.CancellationToken)
        );

        Assert.Contains("clickhouse/clickhouse-server:26.7", refusal.Message);
        Assert.Contains("ConnectionStrings__sessions", refusal.Message);
        Assert.Contains("Aspire.Hosting.AppHost", refusal.Message);
        Assert.DoesNotContain('\n', refusal.Message);
    }

    [Fact]
    public void Names_are_taken_whatever_their_case()
    {
        var builder = DistributedApplication.CreateBuilder([]);
        builder.AddProject<Projects.SampleService>("service");

        Assert.Throws<DistributedApplicationException>(() =>
            builder.AddProject<Projects.SampleService>("Service")
        );
    }
}
