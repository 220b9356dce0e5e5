using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;

namespace AppHost.Tests;

/// <summary>The application as it is described: nothing of it is started.</summary>
public sealed class ModelTests : IAsyncLifetime
{
    private IDistributedApplicationTestingBuilder _builder = null!;

    public async ValueTask InitializeAsync()
    {
        _builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.AppHost>([
            "--ConnectionStrings:sessions=Data Source=/tmp/model-tests/sessions.db",
            "--Runner:Scenario=hang",
        ]);
    }

    public ValueTask DisposeAsync() => _builder.DisposeAsync();

    [Fact]
    public void It_is_a_store_a_collector_a_dashboard_a_runner_and_one_for_scenarios() =>
        Assert.Equal(
            ["collector", "dashboard", "runner", "scenario", "sessions"],
            _builder
                .Resources.Where(one => one is ProjectResource or SessionStore)
                .Select(one => one.Name)
                .Order(StringComparer.Ordinal)
        );

    [Theory]
    [InlineData("collector", "otlp-grpc", 4317)]
    [InlineData("collector", "otlp-http", 4318)]
    [InlineData("dashboard", "http", 5180)]
    public void An_endpoint_has_the_port_that_is_relied_on(
        string name,
        string endpoint,
        int port
    ) =>
        Assert.Equal(
            port,
            Resource(name)
                .Annotations.OfType<EndpointAnnotation>()
                .Single(one => one.Name == endpoint)
                .Port
        );

    [Theory]
    [InlineData("dashboard")]
    [InlineData("runner")]
    [InlineData("scenario")]
    public void A_service_waits_until_the_collector_is_healthy(string name)
    {
        var wait = Assert.Single(Resource(name).Annotations.OfType<WaitAnnotation>());

        Assert.Equal("collector", wait.Resource.Name);
        Assert.Equal(WaitType.WaitUntilHealthy, wait.WaitType);
    }

    [Theory]
    [InlineData("collector")]
    [InlineData("dashboard")]
    public void Who_uses_the_store_refers_to_it(string name) =>
        Assert.Contains(
            Resource(name).Annotations.OfType<ResourceRelationshipAnnotation>(),
            one => one.Type == "Reference" && one.Resource.Name == "sessions"
        );

    [Fact]
    public async Task The_store_is_the_one_that_the_connection_string_names()
    {
        var store = Assert.IsType<SessionStore>(Resource("sessions"));

        Assert.Equal("/tmp/model-tests/sessions.db", store.File);
        Assert.Equal(
            "Data Source=/tmp/model-tests/sessions.db",
            await store.ConnectionStringExpression.GetValueAsync(CancellationToken.None)
        );
    }

    [Theory]
    [InlineData("runner")]
    [InlineData("scenario")]
    public async Task A_runner_sends_to_the_collector_and_not_to_the_Aspire_dashboard(string name)
    {
        var setting = (await SettingsAsync(name))["OTEL_EXPORTER_OTLP_ENDPOINT"];

        var endpoint = Assert.IsType<EndpointReference>(setting);
        Assert.Equal(("collector", "otlp-grpc"), (endpoint.Resource.Name, endpoint.EndpointName));
    }

    [Fact]
    public async Task Options_of_the_runner_are_handed_on()
    {
        var context = new CommandLineArgsCallbackContext([], Resource("runner"));
        foreach (
            var callback in Resource("runner")
                .Annotations.OfType<CommandLineArgsCallbackAnnotation>()
        )
        {
            await callback.Callback(context);
        }

        Assert.Contains("--Runner:Scenario=hang", context.Args);
    }

    [Fact]
    public void The_scenario_runner_waits_to_be_started_and_belongs_to_the_runner()
    {
        var scenario = Resource("scenario");

        Assert.True(scenario.TryGetLastAnnotation<ExplicitStartupAnnotation>(out _));
        Assert.Contains(
            scenario.Annotations.OfType<ResourceRelationshipAnnotation>(),
            one => one.Type == "Parent" && one.Resource.Name == "runner"
        );
    }

    [Theory]
    [InlineData("sessions", "back-up", "check", "prune")]
    [InlineData("runner", "run-scenario")]
    public void Commands_are_next_to_what_they_act_on(string name, params string[] commands) =>
        Assert.Equal(
            commands,
            Resource(name)
                .Annotations.OfType<ResourceCommandAnnotation>()
                .Select(one => one.Name)
                .Where(one => !one.StartsWith("resource-", StringComparison.Ordinal))
                .Intersect(["back-up", "check", "prune", "run-scenario"])
                .Order(StringComparer.Ordinal)
        );

    [Theory]
    [InlineData("runner", "runner-newest-session")]
    [InlineData("scenario", "scenario-newest-session")]
    public void A_runner_is_as_healthy_as_its_newest_session(string name, string check) =>
        Assert.Contains(
            Resource(name).Annotations.OfType<HealthCheckAnnotation>(),
            one => one.Key == check
        );

    private IResource Resource(string name) => _builder.Resources.Single(one => one.Name == name);

    /// <summary>Environment variables as they are described: some name what is known only after the start.</summary>
    private async Task<Dictionary<string, object>> SettingsAsync(string name)
    {
        var resource = Resource(name);
        var context = new EnvironmentCallbackContext(
            _builder.ExecutionContext,
            resource,
            cancellationToken: CancellationToken.None
        );
        foreach (var callback in resource.Annotations.OfType<EnvironmentCallbackAnnotation>())
        {
            await callback.Callback(context);
        }

        return context.EnvironmentVariables;
    }
}
