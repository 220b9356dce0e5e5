using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting;

/// <summary>Collects the resources of a distributed application.</summary>
public interface IDistributedApplicationBuilder
{
    /// <summary>Configuration of the AppHost: its settings files, environment and arguments.</summary>
    ConfigurationManager Configuration { get; }

    /// <summary>Absolute path of the AppHost project's folder.</summary>
    string AppHostDirectory { get; }

    IHostEnvironment Environment { get; }

    IServiceCollection Services { get; }

    IList<IResource> Resources { get; }

    /// <summary>Adds a resource; its name has to be free.</summary>
    IResourceBuilder<T> AddResource<T>(T resource)
        where T : IResource;

    DistributedApplication Build();
}
