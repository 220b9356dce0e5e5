using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Orchestration;

/// <summary>What has been described: the resources, and whether a test runs them.</summary>
sealed record AppHostModel(string AppHostDirectory, IList<IResource> Resources, bool IsTest)
{
    public IEnumerable<ProjectResource> Projects => Resources.OfType<ProjectResource>();

    /// <summary>Stops here where a container would have to be started.</summary>
    /// <exception cref="DistributedApplicationException">There is one.</exception>
    public void RefuseContainers()
    {
        if (Resources.OfType<ContainerResource>().FirstOrDefault() is not { } container)
        {
            return;
        }

        var connections = Resources
            .OfType<ConnectionStringResource>()
            .Select(resource => resource.Name)
            .DefaultIfEmpty(container.Name);
        throw new DistributedApplicationException(
            $"Resource '{container.Name}' is a container ({container.Image}), which needs the Aspire packages, and the package feed lacks "
                + "them. Start it yourself and name it by a connection string "
                + $"({string.Join(", ", connections.Select(name => $"ConnectionStrings__{name}=…"))}), or build with a feed that has Aspire.Hosting.AppHost."
        );
    }
}
