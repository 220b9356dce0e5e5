using Aspire.Hosting;

namespace StandIns.Tests;

/// <summary>What the stand-ins do not do, they say.</summary>
public sealed class ContainerTests
{
    [Fact]
    public void A_container_is_refused_with_what_to_do_instead()
    {
        var builder = DistributedApplication.CreateBuilder([]);

        var refusal = Assert.Throws<DistributedApplicationException>(() =>
            builder.AddContainer("clickhouse", "clickhouse/clickhouse-server")
        );

        Assert.Contains("ConnectionStrings__clickhouse", refusal.Message);
        Assert.Contains("Aspire.Hosting.AppHost", refusal.Message);
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
