using Docker.DotNet;
using DotNet.Testcontainers.Builders;
using DotNet.Testcontainers.Containers;

namespace ClickHouse.Engine;

/// <summary>A whole ClickHouse server in a container of its own, on a free port; it is removed in the end.</summary>
public sealed class ContainerServer : IEngine
{
    // Of the same version as the embedded engine, and as the AppHost's container.
    private const string Image = "clickhouse/clickhouse-server:26.7";
    private const ushort HttpPort = 8123;

    private readonly IContainer _container;

    private ContainerServer(IContainer container) => _container = container;

    public string ConnectionString(string database) =>
        $"Host={_container.Hostname};Port={_container.GetMappedPublicPort(HttpPort)};Database={database}";

    /// <summary>Starts it; returns when it answers.</summary>
    /// <exception cref="EngineMissingException">No container engine answers, or it has no such image; the message says why.</exception>
    public static async Task<ContainerServer> StartAsync(
        CancellationToken cancellationToken = default
    )
    {
        try
        {
            var container = new ContainerBuilder(Image)
                // No password: the port is open to this machine alone.
                .WithEnvironment("CLICKHOUSE_SKIP_USER_SETUP", "1")
                .WithPortBinding(HttpPort, assignRandomHostPort: true)
                .WithWaitStrategy(
                    Wait.ForUnixContainer()
                        .UntilHttpRequestIsSucceeded(request =>
                            request.ForPort(HttpPort).ForPath("/ping")
                        )
                )
                .Build();
            await container.StartAsync(cancellationToken);
            return new ContainerServer(container);
        }
        catch (Exception exception)
            when (exception is DockerUnavailableException or DockerApiException)
        {
            var line = exception.Message.Split('\n')[0].Trim();
            throw new EngineMissingException($"no container can be started: {line}", exception);
        }
    }

    public async ValueTask DisposeAsync() => await _container.DisposeAsync();
}
