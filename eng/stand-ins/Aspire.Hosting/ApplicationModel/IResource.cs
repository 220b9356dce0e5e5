namespace Aspire.Hosting.ApplicationModel;

/// <summary>A part of the application, with a name.</summary>
public interface IResource
{
    string Name { get; }
}

/// <summary>A resource that can be handed environment variables.</summary>
public interface IResourceWithEnvironment : IResource;

/// <summary>A resource that can be handed arguments.</summary>
public interface IResourceWithArgs : IResource;

/// <summary>A resource that listens somewhere.</summary>
public interface IResourceWithEndpoints : IResource;

/// <summary>A resource that can wait for others.</summary>
public interface IResourceWithWaitSupport : IResource;

/// <summary>A resource that others reach by a connection string.</summary>
public interface IResourceWithConnectionString : IResource
{
    ReferenceExpression ConnectionStringExpression { get; }
}

/// <summary>A resource while it is being described.</summary>
public interface IResourceBuilder<out T>
    where T : IResource
{
    IDistributedApplicationBuilder ApplicationBuilder { get; }

    T Resource { get; }
}
