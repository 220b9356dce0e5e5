namespace Aspire.Hosting.ApplicationModel;

/// <summary>A resource is running and healthy for the first time.</summary>
public sealed class ResourceReadyEvent(IResource resource, IServiceProvider services)
{
    public IResource Resource { get; } = resource;

    public IServiceProvider Services { get; } = services;
}
