namespace Aspire.Hosting.ApplicationModel;

/// <summary>A container: it can be described, and an application that has one refuses to start.</summary>
public class ContainerResource
    : IResourceWithEnvironment,
        IResourceWithArgs,
        IResourceWithEndpoints,
        IResourceWithWaitSupport
{
    internal ContainerResource(string name, string image)
    {
        Name = name;
        Image = image;
    }

    public string Name { get; }

    internal string Image { get; }
}
