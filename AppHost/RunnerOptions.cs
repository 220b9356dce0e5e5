using Microsoft.Extensions.Configuration;

namespace AppHost;

/// <summary>Options of the runner, given to the AppHost: <c>dotnet run --project AppHost -- --Runner:Scenario=hang</c>.</summary>
static class RunnerOptions
{
    /// <summary>Hands a configuration section on as arguments, under the same names.</summary>
    public static IResourceBuilder<ProjectResource> WithOptions(
        this IResourceBuilder<ProjectResource> runner,
        IConfigurationSection options
    ) =>
        runner.WithArgs(
            options
                .AsEnumerable()
                .Where(one => one.Value is not null)
                .Select(one => $"--{one.Key}={one.Value}")
                .ToArray()
        );
}
