using System.Reflection;
using Aspire.Hosting.Orchestration;
using Microsoft.Extensions.Configuration;

namespace Aspire.Hosting.Testing;

/// <summary>The entry point of an AppHost, running on a thread of its own.</summary>
sealed class EntryPointRun : Interception
{
    readonly string[] args;
    readonly TaskCompletionSource<IDistributedApplicationBuilder> builder =
        NewResult<IDistributedApplicationBuilder>();
    readonly TaskCompletionSource<DistributedApplication> application =
        NewResult<DistributedApplication>();
    readonly TaskCompletionSource goOn = new();

    public EntryPointRun(Assembly appHost, string[] args)
    {
        AppHost = appHost;
        this.args = args;
        new Thread(Run) { IsBackground = true, Name = $"{appHost.GetName().Name} (test)" }.Start();
    }

    public override Assembly AppHost { get; }

    public Task<IDistributedApplicationBuilder> Builder => builder.Task;

    public async Task<DistributedApplication> GoOnAsync(CancellationToken cancellationToken)
    {
        goOn.TrySetResult();
        return await application.Task.WaitAsync(cancellationToken);
    }

    /// <summary>Ends a run that has not got beyond <c>Build</c>.</summary>
    public void Abandon() => goOn.TrySetCanceled();

    public override void Configure(
        ConfigurationManager configuration,
        string appHostDirectory,
        string[] args
    )
    {
        var profile = LaunchProfile.Find(appHostDirectory, wanted: null, preferred: null);
        var settings = new Dictionary<string, string?>
        {
            // These two are not taken from the profile: tests run beside the application.
            ["ASPNETCORE_URLS"] = "http://localhost:8080",
            ["ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL"] = "http://localhost:4317",
            ["DOTNET_LAUNCH_PROFILE"] = profile?.Name,
        };
        foreach (var (name, value) in profile?.Variables ?? new Dictionary<string, string>())
        {
            settings.TryAdd(name, value);
            settings.TryAdd(name.Replace("DOTNET_", "", StringComparison.Ordinal), value);
        }
        configuration.AddInMemoryCollection(settings);
    }

    public override void HoldAtBuild(IDistributedApplicationBuilder builder)
    {
        this.builder.TrySetResult(builder);
        goOn.Task.GetAwaiter().GetResult();
    }

    public override void Built(DistributedApplication application) =>
        this.application.TrySetResult(application);

    void Run()
    {
        Current = this;
        try
        {
            var main = AppHost.EntryPoint!;
            object?[]? parameters = main.GetParameters().Length == 0 ? null : [args];
            if (
                main.Invoke(null, BindingFlags.DoNotWrapExceptions, null, parameters, null)
                is Task task
            )
            {
                task.GetAwaiter().GetResult();
            }
            Fail(
                new InvalidOperationException(
                    $"The entry point of {AppHost.GetName().Name} built no application."
                )
            );
        }
        catch (Exception failure)
        {
            Fail(failure);
        }
    }

    void Fail(Exception failure)
    {
        builder.TrySetException(failure);
        application.TrySetException(failure);
    }

    static TaskCompletionSource<T> NewResult<T>() =>
        new(TaskCreationOptions.RunContinuationsAsynchronously);
}
