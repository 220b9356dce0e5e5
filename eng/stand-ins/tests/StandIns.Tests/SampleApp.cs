using System.Net.Http.Json;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;

namespace StandIns.Tests;

/// <summary>The sample application in a test: started by the testing builder, with a journal of its own.</summary>
sealed class SampleApp : IAsyncDisposable
{
    readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("stand-ins-");

    SampleApp() { }

    public DistributedApplication Application { get; private set; } = null!;

    public string[] Journal => File.Exists(JournalFile) ? File.ReadAllLines(JournalFile) : [];

    string JournalFile => Path.Combine(folder.FullName, "journal");

    /// <summary>The services are healthy when this file is there.</summary>
    public string HealthFile => Path.Combine(folder.FullName, "healthy");

    public static async Task<SampleApp> BuildAsync(
        Func<SampleApp, string[]>? settings = null,
        Action<IDistributedApplicationTestingBuilder>? change = null
    )
    {
        var app = new SampleApp();
        string[] args =
        [
            $"--Back:SAMPLE_JOURNAL={app.JournalFile}",
            $"--Front:SAMPLE_JOURNAL={app.JournalFile}",
            .. settings?.Invoke(app) ?? [],
        ];
        var builder =
            await DistributedApplicationTestingBuilder.CreateAsync<Projects.SampleAppHost>(
                args,
                TestContext.Current.CancellationToken
            );
        change?.Invoke(builder);
        app.Application = await builder.BuildAsync(TestContext.Current.CancellationToken);
        return app;
    }

    public static async Task<SampleApp> StartAsync(
        Func<SampleApp, string[]>? settings = null,
        Action<IDistributedApplicationTestingBuilder>? change = null
    )
    {
        var app = await BuildAsync(settings, change);
        await app.Application.StartAsync(TestContext.Current.CancellationToken);
        return app;
    }

    public Task HealthyAsync(string resource) =>
        Application.ResourceNotifications.WaitForResourceHealthyAsync(
            resource,
            TestContext.Current.CancellationToken
        );

    public async Task<Dictionary<string, string>> EnvironmentOfAsync(
        string resource,
        string? endpoint = null
    ) => (await GetAsync<Dictionary<string, string>>(resource, "/environment", endpoint))!;

    public async Task<T?> GetAsync<T>(string resource, string path, string? endpoint = null)
    {
        using var client = Application.CreateHttpClient(resource, endpoint);
        return await client.GetFromJsonAsync<T>(path, TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await Application.DisposeAsync();
        folder.Delete(recursive: true);
    }

    /// <summary>A resource of an application that is still being described.</summary>
    public static IResourceBuilder<ProjectResource> Find(
        IDistributedApplicationBuilder builder,
        string name
    ) =>
        new Found(
            builder,
            builder.Resources.OfType<ProjectResource>().Single(one => one.Name == name)
        );

    sealed record Found(IDistributedApplicationBuilder ApplicationBuilder, ProjectResource Resource)
        : IResourceBuilder<ProjectResource>;
}
