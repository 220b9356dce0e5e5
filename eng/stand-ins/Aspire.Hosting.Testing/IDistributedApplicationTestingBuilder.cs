namespace Aspire.Hosting.Testing;

/// <summary>An AppHost that is held at its <c>Build</c>, so that a test can change what it describes.</summary>
public interface IDistributedApplicationTestingBuilder
    : IDistributedApplicationBuilder,
        IAsyncDisposable
{
    /// <summary>Lets the entry point go on, and returns what it built.</summary>
    Task<DistributedApplication> BuildAsync(CancellationToken cancellationToken = default);
}
