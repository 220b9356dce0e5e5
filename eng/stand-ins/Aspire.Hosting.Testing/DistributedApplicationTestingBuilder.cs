namespace Aspire.Hosting.Testing;

/// <summary>Runs an AppHost inside a test: without a dashboard, on random public ports, with the output of its resources.</summary>
public static class DistributedApplicationTestingBuilder
{
    /// <inheritdoc cref="CreateAsync{TEntryPoint}(string[], CancellationToken)"/>
    public static Task<IDistributedApplicationTestingBuilder> CreateAsync<TEntryPoint>(
        CancellationToken cancellationToken = default
    )
        where TEntryPoint : class => CreateAsync<TEntryPoint>([], cancellationToken);

    /// <summary>Runs the entry point of an AppHost as far as its <c>Build</c>.</summary>
    /// <typeparam name="TEntryPoint">Any type of the AppHost's assembly, such as <c>Projects.AppHost</c>.</typeparam>
    /// <param name="args">Arguments of the entry point; as configuration they win over everything else.</param>
    /// <param name="cancellationToken">Gives up waiting for the entry point.</param>
    public static async Task<IDistributedApplicationTestingBuilder> CreateAsync<TEntryPoint>(
        string[] args,
        CancellationToken cancellationToken = default
    )
        where TEntryPoint : class
    {
        var run = new EntryPointRun(typeof(TEntryPoint).Assembly, args);
        return new TestingBuilder(run, await run.Builder.WaitAsync(cancellationToken));
    }
}
