using System.Net.Sockets;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Orchestration;

/// <summary>Starts what has been described, in order, and stops it in the opposite one.</summary>
sealed class Orchestrator(
    AppHostModel model,
    IConfiguration configuration,
    IHostEnvironment hostEnvironment,
    IHostApplicationLifetime lifetime,
    ResourceNotificationService notifications,
    IHttpClientFactory clients,
    IServiceProvider services,
    ILoggerFactory loggers
) : IHostedService
{
    /// <summary>Where the build found the Aspire dashboard.</summary>
    public const string DashboardCliKey = "StandIns:DashboardCli";

    readonly ILogger logger = loggers.CreateLogger<DistributedApplication>();
    readonly List<EndpointProxy> proxies = [];
    readonly TaskCompletionSource<DistributedApplicationException> failed = new(
        TaskCreationOptions.RunContinuationsAsynchronously
    );
    List<ResourceRunner> runners = [];
    List<Task> runs = [];
    AspireDashboard? dashboard;

    /// <summary>Why the application is coming down by itself, if it is.</summary>
    public DistributedApplicationException? Failure =>
        failed.Task.IsCompleted ? failed.Task.Result : null;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        model.RefuseContainers();
        logger.LogInformation(
            "Aspire AppHost version: 13.5.4 (stand-ins, see eng/stand-ins/README.md)"
        );
        logger.LogInformation("Distributed application starting.");
        logger.LogInformation("Application host directory is: {Directory}", model.AppHostDirectory);
        dashboard = FindDashboard();
        CheckPorts();
        AllocatePorts();
        dashboard?.Start();
        var announced = dashboard?.AnnounceAsync(clients.CreateClient()) ?? Task.CompletedTask;

        var environment = new ResourceEnvironment(Telemetry(), hostEnvironment.IsDevelopment());
        foreach (var project in model.Projects)
        {
            notifications.Publish(project.Name, KnownResourceStates.Starting);
        }
        runners = model.Projects.Select(project => Runner(project, environment)).ToList();
        runs = runners.Select(RunAsync).ToList();
        var everyWait = Task.WhenAll(runners.Select(runner => runner.Started).Append(announced));
        await Task.WhenAny(everyWait, failed.Task, Task.Delay(Timeout.Infinite, cancellationToken));
        if (Failure is { } failure)
        {
            throw failure;
        }
        cancellationToken.ThrowIfCancellationRequested();
        Announce();
    }

    /// <summary>A resource stops when all that waited for it has stopped: what receives telemetry goes last.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        var stops = new Dictionary<ProjectResource, Task>();
        Task Stop(ResourceRunner runner) =>
            stops.TryGetValue(runner.Project, out var stop)
                ? stop
                : stops[runner.Project] = StopAfterAsync(
                    Task.WhenAll(
                        runners
                            .Where(one => one.Project.WaitsFor.Contains(runner.Project))
                            .Select(Stop)
                    ),
                    runner
                );
        await Task.WhenAll(runners.Select(Stop));
        await Task.WhenAll(runs);
        if (dashboard is not null)
        {
            await dashboard.StopAsync();
        }
        foreach (var proxy in proxies)
        {
            await proxy.DisposeAsync();
        }
        proxies.Clear();
    }

    static async Task StopAfterAsync(Task dependents, ResourceRunner runner)
    {
        await dependents;
        await runner.StopAsync();
    }

    async Task RunAsync(ResourceRunner runner)
    {
        try
        {
            await runner.RunAsync();
        }
        catch (DistributedApplicationException failure)
        {
            failed.TrySetResult(failure);
            // A start that is still going on fails by itself.
            lifetime.ApplicationStarted.Register(lifetime.StopApplication);
        }
    }

    ResourceRunner Runner(ProjectResource project, ResourceEnvironment environment) =>
        new(
            project,
            environment,
            notifications,
            clients,
            services,
            loggers.CreateLogger($"{hostEnvironment.ApplicationName}.Resources.{project.Name}"),
            logOutput: model.IsTest
        );

    AspireDashboard? FindDashboard()
    {
        if (model.IsTest)
        {
            return null;
        }
        var cli = configuration[DashboardCliKey];
        if (File.Exists(cli))
        {
            return new AspireDashboard(configuration, cli, logger);
        }
        logger.LogWarning(
            "The Aspire dashboard is not there (npm could not install it): running without."
        );
        return null;
    }

    OtlpTarget? Telemetry() =>
        model.IsTest
            ? new OtlpTarget(configuration["ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL"]!, "test")
            : dashboard?.Otlp;

    void CheckPorts()
    {
        var fixedPorts = model
            .Projects.SelectMany(project =>
                project.Endpoints.Select(endpoint => (project, endpoint))
            )
            .Where(one =>
                one.endpoint.Port is not null && !(model.IsTest && one.endpoint.IsProxied)
            )
            .Select(one =>
                (
                    Port: one.endpoint.Port!.Value,
                    Whose: $"endpoint '{one.endpoint.Name}' of resource '{one.project.Name}'",
                    Where: "AppHost/AppHost.cs or the project's launchSettings.json"
                )
            )
            .ToList();
        if (dashboard is not null)
        {
            const string profile = "AppHost/Properties/launchSettings.json";
            fixedPorts.Add(
                (
                    new Uri(dashboard.Url).Port,
                    "the Aspire dashboard",
                    $"ASPNETCORE_URLS in {profile}"
                )
            );
            fixedPorts.Add(
                (
                    new Uri(dashboard.Otlp.Endpoint).Port,
                    "the Aspire dashboard's OTLP endpoint",
                    $"ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL in {profile}"
                )
            );
        }
        var busy = fixedPorts.Where(one => !FreePorts.IsFree(one.Port)).ToList();
        if (busy.Count > 0)
        {
            throw new DistributedApplicationException(
                string.Join(
                    Environment.NewLine,
                    busy.Select(one =>
                        $"Port {one.Port} is already in use; {one.Whose} needs it. End what listens there, or change it in {one.Where}."
                    )
                )
            );
        }
    }

    void AllocatePorts()
    {
        foreach (var endpoint in model.Projects.SelectMany(project => project.Endpoints))
        {
            if (!endpoint.IsProxied)
            {
                var port = endpoint.Port ?? endpoint.TargetPort ?? FreePorts.Next();
                endpoint.Allocated = new AllocatedPorts(port, port);
                continue;
            }
            var target = endpoint.TargetPort ?? FreePorts.Next();
            try
            {
                var proxy = new EndpointProxy(model.IsTest ? 0 : endpoint.Port ?? 0, target);
                proxies.Add(proxy);
                endpoint.Allocated = new AllocatedPorts(proxy.Port, target);
            }
            catch (SocketException)
            {
                throw new DistributedApplicationException(
                    $"Port {endpoint.Port} is already in use; endpoint '{endpoint.Name}' needs it."
                );
            }
        }
    }

    void Announce()
    {
        if (dashboard is { IsUp: true })
        {
            logger.LogInformation(
                "Aspire dashboard: {Url}\n      Login:            {Login}\n      OTLP/gRPC:        {Otlp}",
                dashboard.Url,
                dashboard.LoginUrl,
                dashboard.Otlp.Endpoint
            );
        }
        logger.LogInformation("Distributed application started. Press Ctrl+C to shut down.");
    }
}
