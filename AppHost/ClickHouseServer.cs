using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AppHost;

/// <summary>A ClickHouse server for one machine, its data in a volume.</summary>
static class ClickHouseServer
{
    /// <returns>The connection string of the sessions' database on it.</returns>
    public static ReferenceExpression AddClickHouse(this IDistributedApplicationBuilder builder)
    {
        // Before the start: it blocks where no container engine answers, and Aspire names only one way out.
        builder.OnBeforeStart(
            (start, _) =>
            {
                start
                    .Services.GetRequiredService<ILoggerFactory>()
                    .CreateLogger("AppHost")
                    .LogInformation(
                        "The sessions are kept by a ClickHouse server in a container. Where containers cannot run, name a server that runs elsewhere: ConnectionStrings__sessions=\"Host=…;Port=8123;Database=sessions\""
                    );
                return Task.CompletedTask;
            }
        );
        var http = builder
            .AddContainer("clickhouse", "clickhouse/clickhouse-server", "26.7")
            .WithHttpEndpoint(targetPort: 8123)
            .WithHttpHealthCheck("/ping")
            // No password: the port is open to this machine alone.
            .WithEnvironment("CLICKHOUSE_SKIP_USER_SETUP", "1")
            .WithVolume("sessions-clickhouse", "/var/lib/clickhouse")
            .WithIconName("DatabaseStack")
            .GetEndpoint("http");
        var (host, port) = (
            http.Property(EndpointProperty.Host),
            http.Property(EndpointProperty.Port)
        );
        return ReferenceExpression.Create($"Host={host};Port={port};Database=sessions");
    }
}
