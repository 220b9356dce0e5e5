using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

/// <summary>Adds containers to the description; starting them is what the Aspire packages do.</summary>
public static class ContainerResourceBuilderExtensions
{
    public static IResourceBuilder<ContainerResource> AddContainer(
        this IDistributedApplicationBuilder builder,
        string name,
        string image,
        string tag
    ) => builder.AddResource(new ContainerResource(name, $"{image}:{tag}"));

    /// <summary>A volume that outlives the container.</summary>
    public static IResourceBuilder<T> WithVolume<T>(
        this IResourceBuilder<T> builder,
        string? name,
        string target,
        bool isReadOnly = false
    )
        where T : ContainerResource => builder;
}
