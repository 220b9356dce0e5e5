using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using Runner.Worker.Tests.Pipeline;

namespace AppHost.Tests;

/// <summary>What <c>--store</c> may say, and how a slip is told.</summary>
public sealed class StoreChoiceTests
{
    [Fact]
    public async Task A_store_that_is_not_known_is_one_line_with_what_is_and_exit_code_1()
    {
        await using var app = ChildProcess.StartProject("AppHost", ["--store", "postgres"], []);

        Assert.Equal(1, await app.ExitAsync(TimeSpan.FromSeconds(60)));
        Assert.Equal(
            "--store is 'postgres': give sqlite or clickhouse, or name an existing store by ConnectionStrings__sessions.",
            app.Output.Trim()
        );
    }

    [Fact]
    public async Task A_folder_that_cannot_hold_the_store_is_one_line_with_the_fix_and_exit_code_1()
    {
        // Below a file there is no folder, whoever asks.
        var file = Path.GetTempFileName();
        await using var app = ChildProcess.StartProject(
            "AppHost",
            [
                $"--ConnectionStrings:sessions=Data Source={file}/sessions.db",
                "--DcpPublisher:RandomizePorts=true",
            ],
            new() { ["ASPIRE_ALLOW_UNSECURED_TRANSPORT"] = "true" }
        );

        Assert.Equal(1, await app.ExitAsync(TimeSpan.FromSeconds(60)));
        var line = app.Output.Trim().Split('\n')[^1];
        Assert.StartsWith($"The sessions cannot be kept in {file}/sessions.db: ", line);
        Assert.EndsWith(
            "Name another file by ConnectionStrings__sessions=\"Data Source=<file>\".",
            line
        );
        File.Delete(file);
    }

    [Fact]
    public async Task ClickHouse_is_a_server_in_a_container_that_the_services_are_given()
    {
        await using var builder =
            await DistributedApplicationTestingBuilder.CreateAsync<Projects.AppHost>([
                "--store=clickhouse",
            ]);

        Assert.Contains(builder.Resources, one => one is ContainerResource { Name: "clickhouse" });
    }

    [Fact]
    public async Task An_existing_server_needs_no_container()
    {
        await using var builder =
            await DistributedApplicationTestingBuilder.CreateAsync<Projects.AppHost>([
                "--store=clickhouse",
                "--ConnectionStrings:sessions=Host=elsewhere",
            ]);

        Assert.DoesNotContain(builder.Resources, one => one is ContainerResource);
    }
}
