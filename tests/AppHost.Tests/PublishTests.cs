using System.Text.Json.Nodes;
using Runner.Worker.Tests.Pipeline;

namespace AppHost.Tests;

/// <summary>The manifest that publishing writes; no container engine is needed for it.</summary>
public sealed class PublishTests : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("publish-");
    private JsonNode _resources = null!;

    public async ValueTask InitializeAsync()
    {
        var manifest = Path.Combine(_folder.FullName, "manifest.json");
        await using var publish = ChildProcess.StartProject(
            "AppHost",
            ["--operation", "publish", "--publisher", "manifest", "--output-path", manifest],
            []
        );
        Assert.True(
            await publish.ExitAsync(TimeSpan.FromMinutes(2)) == 0,
            $"publishing failed:\n{publish.Output}"
        );
        _resources = JsonNode.Parse(await File.ReadAllTextAsync(manifest))!["resources"]!;
    }

    public ValueTask DisposeAsync()
    {
        _folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public void Collector_and_dashboard_find_the_same_store_and_no_path_of_this_machine()
    {
        Assert.Equal(
            "{sessions.connectionString}",
            Setting("collector", "ConnectionStrings__sessions")
        );
        Assert.Equal(
            "{sessions.connectionString}",
            Setting("dashboard", "ConnectionStrings__sessions")
        );
        Assert.Equal(
            "{sessions-connection-string.value}",
            (string?)_resources["sessions"]!["connectionString"]
        );
        Assert.DoesNotContain("Data Source", _resources.ToJsonString());
    }

    [Fact]
    public void What_is_only_for_a_local_run_is_left_out() =>
        Assert.Equal(
            ["alerts", "collector", "dashboard", "runner"],
            _resources
                .AsObject()
                .Where(one => (string?)one.Value!["type"] == "project.v0")
                .Select(one => one.Key)
                .Order(StringComparer.Ordinal)
        );

    [Fact]
    public void Beyond_one_machine_the_collector_asks_for_a_key_that_the_runner_sends_and_the_dashboard_for_a_token()
    {
        Assert.Equal("{collector-key.value}", Setting("collector", "Receive__ApiKey"));
        Assert.Equal(
            "x-otlp-api-key={collector-key.value}",
            Setting("runner", "OTEL_EXPORTER_OTLP_HEADERS")
        );
        Assert.Equal("{dashboard-token.value}", Setting("dashboard", "Dashboard__Token"));
        Assert.StartsWith("http://*:", Setting("collector", "Kestrel__Endpoints__OtlpGrpc__Url"));
    }

    [Fact]
    public void The_alerter_is_published_with_its_file_and_given_its_channels_where_it_runs()
    {
        Assert.Equal(
            "{sessions.connectionString}",
            Setting("alerts", "ConnectionStrings__sessions")
        );
        Assert.All(
            (string[])["alerts", "dashboard"],
            service =>
                Assert.Equal(
                    "{alerts-connection-string.value}",
                    Setting(service, "ConnectionStrings__alerts")
                )
        );
        Assert.DoesNotContain("Alerts__", _resources["alerts"]!["env"]!.ToJsonString());
    }

    private string? Setting(string resource, string variable) =>
        (string?)_resources[resource]!["env"]![variable];
}
