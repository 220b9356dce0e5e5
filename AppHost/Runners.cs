using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace AppHost;

/// <summary>A runner as a resource: its options, its health, and the command that lets another one misbehave.</summary>
static class Runners
{
    private static readonly string[] Scenarios =
    [
        "success",
        "fail",
        "error",
        "timeout",
        "hang",
        "crash",
        "retry",
        "silent",
    ];

    /// <summary>
    /// Hands a configuration section on as arguments, under the same names:
    /// <c>dotnet run --project AppHost -- --Runner:Scenario=hang</c>.
    /// </summary>
    public static IResourceBuilder<ProjectResource> WithOptions(
        this IResourceBuilder<ProjectResource> runner,
        IConfigurationSection options,
        params string[] except
    ) =>
        runner.WithArgs(
            options
                .AsEnumerable()
                .Where(one =>
                    one.Value is not null
                    && !except.Contains(one.Key, StringComparer.OrdinalIgnoreCase)
                )
                .Select(one => $"--{one.Key}={one.Value}")
                .ToArray()
        );

    /// <summary>
    /// What could not be delivered waits beside the store that it is meant for: a user's one folder would hand it to
    /// whichever collector listens next on the same port.
    /// </summary>
    public static IResourceBuilder<ProjectResource> WithSpool(
        this IResourceBuilder<ProjectResource> runner,
        IResourceBuilder<SessionStore> sessions
    ) =>
        sessions.Resource.File is { } file && runner.ApplicationBuilder.ExecutionContext.IsRunMode
            ? runner.WithEnvironment(
                "RUNNER_TELEMETRY_SPOOL",
                Path.Combine(Path.GetDirectoryName(file)!, "spool")
            )
            : runner;

    /// <summary>
    /// The resource is as healthy as the newest session of its runner; the verdict's sentence is the description.
    /// </summary>
    /// <param name="runner">The runner.</param>
    /// <param name="dashboard">The session dashboard, which knows the verdict.</param>
    /// <param name="runnerName">The name that its sessions carry.</param>
    public static IResourceBuilder<ProjectResource> WithSessionHealth(
        this IResourceBuilder<ProjectResource> runner,
        IResourceBuilder<ProjectResource> dashboard,
        string runnerName
    )
    {
        runner.WithAnnotation(new RunnerAnnotation(runnerName));
        if (!runner.ApplicationBuilder.ExecutionContext.IsRunMode)
        {
            return runner;
        }

        var name = $"{runner.Resource.Name}-newest-session";
        SessionHealth Check(IServiceProvider services) =>
            new(
                runner.Resource,
                runnerName,
                dashboard.GetEndpoint("http"),
                services.GetRequiredService<IHttpClientFactory>(),
                services.GetRequiredService<ResourceNotificationService>()
            );
        runner
            .ApplicationBuilder.Services.AddSingleton<IHostedService>(
                services => new SessionHealthWatch(
                    runner.Resource,
                    name,
                    Check(services),
                    services.GetRequiredService<ResourceNotificationService>()
                )
            )
            .AddHealthChecks()
            .Add(new(name, Check, failureStatus: null, tags: null));
        return runner.WithHealthCheck(name);
    }

    /// <summary>
    /// <em>Run a scenario…</em>: a second runner beside this one, under a name of its own, runs one session in which the
    /// chosen thing goes wrong.
    /// </summary>
    public static IResourceBuilder<ProjectResource> WithScenarioCommand(
        this IResourceBuilder<ProjectResource> runner,
        IResourceBuilder<ProjectResource> collector,
        IResourceBuilder<ProjectResource> dashboard,
        IResourceBuilder<SessionStore> sessions
    )
    {
        var builder = runner.ApplicationBuilder;
        if (!builder.ExecutionContext.IsRunMode)
        {
            return runner;
        }

        var name =
            $"{runner.Resource.Annotations.OfType<RunnerAnnotation>().Single().RunnerName}-scenario";
        var chosen = Scenarios[0];
        var scenario = builder
            .AddProject<Projects.Runner_Worker>("scenario")
            .WithEnvironment("OTEL_EXPORTER_OTLP_ENDPOINT", collector.GetEndpoint("otlp-grpc"))
            .WithSpool(sessions)
            .WithOptions(
                builder.Configuration.GetSection("Runner"),
                except: ["Runner:Name", "Runner:Sessions", "Runner:Scenario"]
            )
            .WithArgs(context =>
            {
                context.Args.Add($"--Runner:Name={name}");
                context.Args.Add("--Runner:Sessions=1");
                context.Args.Add($"--Runner:Scenario={chosen}");
            })
            .WithSessionHealth(dashboard, name)
            .WithParentRelationship(runner)
            .WithExplicitStart()
            .WaitFor(collector)
            .WithIconName("Beaker");

        return runner.WithCommand(
            "run-scenario",
            "Run a scenario…",
            async context =>
            {
                chosen = context.Arguments.GetString("scenario") ?? Scenarios[0];
                var commands = context.Services.GetRequiredService<ResourceCommandService>();
                // A session of an earlier choice that still runs ends as cancelled.
                var isRunning =
                    context
                        .Services.GetRequiredService<ResourceNotificationService>()
                        .TryGetCurrentState(scenario.Resource.Name, out var state)
                    && state.Snapshot.State?.Text == KnownResourceStates.Running;
                var started = await commands.ExecuteCommandAsync(
                    scenario.Resource,
                    isRunning
                        ? KnownResourceCommands.RestartCommand
                        : KnownResourceCommands.StartCommand,
                    context.CancellationToken
                );
                return started.Success
                    ? CommandResults.Success(
                        $"Runner {name} runs scenario {chosen}: {dashboard.GetEndpoint("http").Url}/?q={name}"
                    )
                    : started;
            },
            new()
            {
                Description =
                    "Starts a second runner for one session, in which the chosen thing happens.",
                IconName = "Beaker",
                IsHighlighted = true,
                Arguments =
                [
                    new()
                    {
                        Name = "scenario",
                        Label = "What is to happen",
                        InputType = InputType.Choice,
                        Required = true,
                        Value = "fail",
                        Options = [.. Scenarios.Select(one => KeyValuePair.Create(one, one))],
                    },
                ],
            }
        );
    }
}
