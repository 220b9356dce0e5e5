using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;

namespace StandIns.Tests;

/// <summary>Order and health.</summary>
public sealed class WaitingTests
{
    [Fact]
    public async Task A_resource_waits_until_the_other_one_is_healthy()
    {
        await using var app = await SampleApp.BuildAsync(sample =>
            [$"--Back:SAMPLE_HEALTHY_WHEN={sample.HealthFile}"]
        );
        var states = app.Application.ResourceNotifications;
        var start = app.Application.StartAsync(TestContext.Current.CancellationToken);
        await states.WaitForResourceAsync(
            "back-end",
            cancellationToken: TestContext.Current.CancellationToken
        );
        await states.WaitForResourceAsync(
            "front",
            KnownResourceStates.Waiting,
            TestContext.Current.CancellationToken
        );
        Assert.False(start.IsCompleted);
        Assert.DoesNotContain("front started", app.Journal);

        await File.WriteAllTextAsync(app.HealthFile, "", TestContext.Current.CancellationToken);
        await start;
        await app.HealthyAsync("front");

        Assert.Equal(["back-end started", "front started"], app.Journal);
    }

    [Fact]
    public async Task A_resource_is_ready_once_and_only_when_it_is_healthy()
    {
        var ready = new List<string>();
        await using var app = await SampleApp.BuildAsync(
            sample => [$"--Back:SAMPLE_HEALTHY_WHEN={sample.HealthFile}"],
            builder =>
                SampleApp
                    .Find(builder, "back-end")
                    .OnResourceReady(
                        (resource, _, _) =>
                        {
                            ready.Add(resource.GetEndpoint("http").Url);
                            return Task.CompletedTask;
                        }
                    )
        );
        var start = app.Application.StartAsync(TestContext.Current.CancellationToken);
        await app.Application.ResourceNotifications.WaitForResourceAsync(
            "front",
            KnownResourceStates.Waiting,
            TestContext.Current.CancellationToken
        );
        Assert.Empty(ready);

        await File.WriteAllTextAsync(app.HealthFile, "", TestContext.Current.CancellationToken);
        await start;

        Assert.StartsWith("http://localhost:", Assert.Single(ready));
    }

    [Fact]
    public async Task Waiting_for_a_resource_that_is_not_there_fails_at_once()
    {
        await using var app = await SampleApp.StartAsync();

        await Assert.ThrowsAsync<DistributedApplicationException>(() => app.HealthyAsync("nobody"));
    }

    [Fact]
    public async Task A_resource_that_ends_before_it_is_healthy_fails_the_start_with_its_last_words()
    {
        await using var app = await SampleApp.BuildAsync(_ =>
            ["--Back:SAMPLE_FAILS=The folder /x cannot be read."]
        );

        var failure = await Assert.ThrowsAsync<DistributedApplicationException>(() =>
            app.Application.StartAsync(TestContext.Current.CancellationToken)
        );
        Assert.Equal(
            "Resource 'back-end' exited with code 3 before it was healthy: The folder /x cannot be read.",
            failure.Message
        );
        Assert.Empty(app.Journal);
    }
}
