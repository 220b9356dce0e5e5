using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;

namespace StandIns.Tests;

/// <summary>What a project is started with.</summary>
public sealed class EnvironmentTests(RunningSample running) : IClassFixture<RunningSample>
{
    [Fact]
    public async Task A_project_is_handed_telemetry_settings_and_the_name_of_its_resource()
    {
        var app = running.App;
        var variables = await app.EnvironmentOfAsync("back-end");

        Assert.Equal(RunningSample.Telemetry, variables["OTEL_EXPORTER_OTLP_ENDPOINT"]);
        Assert.Equal("grpc", variables["OTEL_EXPORTER_OTLP_PROTOCOL"]);
        Assert.StartsWith("x-otlp-api-key=", variables["OTEL_EXPORTER_OTLP_HEADERS"]);
        Assert.Equal("back-end", variables["OTEL_SERVICE_NAME"]);
        Assert.Matches("^service.instance.id=[a-z]{8}$", variables["OTEL_RESOURCE_ATTRIBUTES"]);
        Assert.Equal("in_memory", variables["OTEL_DOTNET_EXPERIMENTAL_OTLP_RETRY"]);
        Assert.Equal("simple", variables["LOGGING__CONSOLE__FORMATTERNAME"]);
    }

    [Fact]
    public async Task In_development_telemetry_is_sent_every_second_and_sampled_always()
    {
        var app = running.App;
        var variables = await app.EnvironmentOfAsync("back-end");

        Assert.Equal("1000", variables["OTEL_BSP_SCHEDULE_DELAY"]);
        Assert.Equal("1000", variables["OTEL_BLRP_SCHEDULE_DELAY"]);
        Assert.Equal("1000", variables["OTEL_METRIC_EXPORT_INTERVAL"]);
        Assert.Equal("always_on", variables["OTEL_TRACES_SAMPLER"]);
    }

    [Fact]
    public async Task Outside_development_it_is_not()
    {
        await using var app = await SampleApp.StartAsync(_ =>
            ["--environment=Production", "--DOTNET_ENVIRONMENT=Production"]
        );

        Assert.DoesNotContain("OTEL_BSP_SCHEDULE_DELAY", await app.EnvironmentOfAsync("back-end"));
    }

    [Fact]
    public async Task A_launch_profile_gives_variables_endpoints_and_its_own_name()
    {
        var app = running.App;
        var variables = await app.EnvironmentOfAsync("back-end");

        Assert.Equal("sample", variables["FROM_PROFILE"]);
        Assert.Equal("sample", variables["DOTNET_LAUNCH_PROFILE"]);
        Assert.Equal("Development", variables["ASPNETCORE_ENVIRONMENT"]);
        Assert.Matches(
            @"^http://localhost:\d+;http://localhost:\d+$",
            variables["ASPNETCORE_URLS"]
        );
        Assert.NotEqual(
            app.Application.GetEndpoint("back-end"),
            app.Application.GetEndpoint("back-end", "http2")
        );
    }

    [Fact]
    public async Task Without_a_launch_profile_neither_its_variables_nor_those_of_the_AppHost_are_there()
    {
        var app = running.App;
        var variables = await app.EnvironmentOfAsync("front");

        Assert.DoesNotContain("FROM_PROFILE", variables);
        Assert.DoesNotContain("DOTNET_LAUNCH_PROFILE", variables);
        Assert.DoesNotContain("ASPNETCORE_ENVIRONMENT", variables);
        Assert.DoesNotContain("DOTNET_ENVIRONMENT", variables);
    }

    [Fact]
    public async Task A_reference_hands_over_the_public_address_for_service_discovery_and_as_a_plain_variable()
    {
        var app = running.App;
        var variables = await app.EnvironmentOfAsync("front");
        var address = app.Application.GetEndpoint("back-end").ToString().TrimEnd('/');

        Assert.Equal(address, variables["services__back-end__http__0"]);
        Assert.Equal(address, variables["BACK_END_HTTP"]);
        Assert.DoesNotContain(address, variables["ASPNETCORE_URLS"]);
    }

    [Fact]
    public async Task Endpoints_and_expressions_resolve_when_the_process_starts_and_the_later_value_wins()
    {
        await using var app = await SampleApp.StartAsync(change: builder =>
        {
            var back = SampleApp.Find(builder, "back-end");
            var front = SampleApp.Find(builder, "front");
            var store = builder.AddConnectionString(
                "store",
                ReferenceExpression.Create($"Data Source={"a;b"}")
            );
            front
                .WithEnvironment("BACK", back.GetEndpoint("http"))
                .WithEnvironment(
                    "OWN_PORT",
                    $"port {front.GetEndpoint("http").Property(EndpointProperty.TargetPort)}"
                )
                .WithEnvironment("TWICE", "first")
                .WithEnvironment(context => context.EnvironmentVariables["TWICE"] = "second")
                .WithReference(store)
                .WithArgs("--one", "two words");
        });
        var variables = await app.EnvironmentOfAsync("front");

        Assert.Equal(
            app.Application.GetEndpoint("back-end").ToString().TrimEnd('/'),
            variables["BACK"]
        );
        Assert.Equal($"port {new Uri(variables["ASPNETCORE_URLS"]).Port}", variables["OWN_PORT"]);
        Assert.Equal("second", variables["TWICE"]);
        Assert.Equal("Data Source=a;b", variables["ConnectionStrings__store"]);
        Assert.Equal(
            ["--one", "two words"],
            (await app.GetAsync<string[]>("front", "/arguments"))!
        );
    }

    [Fact]
    public async Task A_project_runs_in_its_own_folder()
    {
        var app = running.App;
        using var client = app.Application.CreateHttpClient("front");

        Assert.Equal(
            Path.GetDirectoryName(new Projects.SampleService().ProjectPath),
            await client.GetStringAsync("/directory", TestContext.Current.CancellationToken)
        );
    }
}
