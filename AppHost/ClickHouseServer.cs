namespace AppHost;

/// <summary>A ClickHouse server for one machine, its data in a volume.</summary>
static class ClickHouseServer
{
    /// <returns>The connection string of the sessions' database on it.</returns>
    public static ReferenceExpression AddClickHouse(this IDistributedApplicationBuilder builder)
    {
        var http = builder
            .AddContainer("clickhouse", "clickhouse/clickhouse-server", "26.7")
            .WithHttpEndpoint(targetPort: 8123)
            .WithHttpHealthCheck("/ping")
            // No password: the port is open to this machine alone.
            .WithEnvironment("CLICKHOUSE_SKIP_USER_SETUP", "1")
            .WithVolume("sessions-clickhouse", "/var/lib/clickhouse")
            .GetEndpoint("http");
        var (host, port) = (
            http.Property(EndpointProperty.Host),
            http.Property(EndpointProperty.Port)
        );
        return ReferenceExpression.Create($"Host={host};Port={port};Database=sessions");
    }
}
