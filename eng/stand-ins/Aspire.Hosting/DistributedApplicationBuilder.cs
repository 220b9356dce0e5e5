using System.Reflection;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Orchestration;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting;

/// <summary>The builder behind <see cref="DistributedApplication.CreateBuilder(string[])"/>.</summary>
sealed class DistributedApplicationBuilder : IDistributedApplicationBuilder
{
    readonly HostApplicationBuilder host;
    readonly Interception? interception;

    public DistributedApplicationBuilder(string[] args)
    {
        interception = Interception.Current;
        var assembly = interception?.AppHost ?? Assembly.GetEntryAssembly()!;
        AppHostDirectory =
            Metadata(assembly, "AppHostProjectPath") ?? Directory.GetCurrentDirectory();

        var configuration = new ConfigurationManager();
        interception?.Configure(configuration, AppHostDirectory, args);
        host = Host.CreateApplicationBuilder(
            new HostApplicationBuilderSettings
            {
                Args = args,
                ContentRootPath = AppHostDirectory,
                ApplicationName = assembly.GetName().Name,
                Configuration = configuration,
            }
        );
        host.Configuration[Orchestrator.DashboardCliKey] ??= Metadata(
            assembly,
            "AspireDashboardCli"
        );
        host.Logging.AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Warning);
        // A start that fails is told in one line, by DistributedApplication.
        host.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);
        host.Services.Configure<ConsoleLifetimeOptions>(options =>
            options.SuppressStatusMessages = true
        );
        // Stopping is bounded resource by resource, below this.
        host.Services.Configure<HostOptions>(options =>
            options.ShutdownTimeout = TimeSpan.FromSeconds(10)
        );
        // Health is asked for every second; each question would be four lines on the console.
        host.Services.AddHttpClient();
        host.Services.ConfigureHttpClientDefaults(client => client.RemoveAllLoggers());
        host.Services.AddSingleton<ResourceNotificationService>();
        host.Services.AddSingleton(
            new AppHostModel(AppHostDirectory, Resources, interception is not null)
        );
        host.Services.AddSingleton<Orchestrator>();
        host.Services.AddHostedService(services => services.GetRequiredService<Orchestrator>());
    }

    public ConfigurationManager Configuration => host.Configuration;

    public string AppHostDirectory { get; }

    public IHostEnvironment Environment => host.Environment;

    public IServiceCollection Services => host.Services;

    public IList<IResource> Resources { get; } = [];

    public IResourceBuilder<T> AddResource<T>(T resource)
        where T : IResource
    {
        if (
            Resources.Any(other =>
                string.Equals(other.Name, resource.Name, StringComparison.OrdinalIgnoreCase)
            )
        )
        {
            throw new DistributedApplicationException(
                $"Cannot add resource '{resource.Name}': another one has that name (names are case-insensitive)."
            );
        }
        Resources.Add(resource);
        return new ResourceBuilder<T>(this, resource);
    }

    public DistributedApplication Build()
    {
        interception?.HoldAtBuild(this);
        var application = new DistributedApplication(host.Build(), interception);
        interception?.Built(application);
        return application;
    }

    static string? Metadata(Assembly assembly, string key) =>
        assembly
            .GetCustomAttributes<AssemblyMetadataAttribute>()
            .FirstOrDefault(data => data.Key == key)
            ?.Value;

    sealed record ResourceBuilder<T>(IDistributedApplicationBuilder ApplicationBuilder, T Resource)
        : IResourceBuilder<T>
        where T : IResource;
}
