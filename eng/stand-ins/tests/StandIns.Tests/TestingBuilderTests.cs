using Aspire.Hosting.Testing;

namespace StandIns.Tests;

/// <summary>An AppHost in a test.</summary>
public sealed class TestingBuilderTests
{
    [Fact]
    public async Task Two_applications_run_side_by_side()
    {
        await using var one = await SampleApp.StartAsync(_ => ["--Back:WHICH=one"]);
        await using var two = await SampleApp.StartAsync(_ => ["--Back:WHICH=two"]);

        Assert.NotEqual(
            one.Application.GetEndpoint("back-end"),
            two.Application.GetEndpoint("back-end")
        );
        Assert.Equal("one", (await one.EnvironmentOfAsync("back-end"))["WHICH"]);
        Assert.Equal("two", (await two.EnvironmentOfAsync("back-end"))["WHICH"]);
    }

    [Fact]
    public async Task The_first_launch_profile_of_the_AppHost_is_configuration_and_arguments_win()
    {
        await using var builder =
            await DistributedApplicationTestingBuilder.CreateAsync<Projects.SampleAppHost>(
                ["--Given=by argument"],
                TestContext.Current.CancellationToken
            );
        Assert.Equal("from the first profile", builder.Configuration["APP_HOST_SETTING"]);
        Assert.Equal("by argument", builder.Configuration["Given"]);
        Assert.Equal(Projects.SampleAppHost.ProjectPath, builder.AppHostDirectory);

        await using var other =
            await DistributedApplicationTestingBuilder.CreateAsync<Projects.SampleAppHost>(
                ["--APP_HOST_SETTING=by argument"],
                TestContext.Current.CancellationToken
            );
        Assert.Equal("by argument", other.Configuration["APP_HOST_SETTING"]);
    }

    [Fact]
    public async Task Endpoints_are_known_after_the_start_and_only_those_there_are()
    {
        await using var app = await SampleApp.BuildAsync();
        Assert.Throws<InvalidOperationException>(() => app.Application.GetEndpoint("front"));

        await app.Application.StartAsync(TestContext.Current.CancellationToken);
        using var client = app.Application.CreateHttpClient("front");

        Assert.Equal(app.Application.GetEndpoint("front", "http"), client.BaseAddress);
        Assert.Equal(TimeSpan.FromSeconds(100), client.Timeout);
        Assert.Throws<ArgumentException>(() => app.Application.GetEndpoint("nobody"));
        Assert.Throws<ArgumentException>(() => app.Application.GetEndpoint("front", "https"));
    }
}
