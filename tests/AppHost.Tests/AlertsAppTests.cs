using System.Text.Json.Nodes;
using Alerts.Tests;
using Aspire.Hosting.Testing;

namespace AppHost.Tests;

/// <summary>The application with a runner whose sessions fail, and somebody to tell.</summary>
public sealed class AlertsApp : WholeApp
{
    private Receiver? _receiver;

    internal Receiver Receiver => _receiver!;

    public override async ValueTask InitializeAsync()
    {
        _receiver = await Receiver.StartAsync();
        await base.InitializeAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await Receiver.DisposeAsync();
    }

    protected override IEnumerable<string> Settings =>
        [
            "--Runner:Scenario=fail",
            "--Runner:Pace:Row=0",
            "--Runner:Pace:Fold=0",
            "--Alerts:IntervalSeconds=0.2",
            "--Alerts:Channels:hook:Type=webhook",
            "--Alerts:Channels:hook:AllowPrivateAddress=true",
            $"--Alerts:Channels:hook:Url={Receiver.Url}",
        ];

    protected override string ConnectionString(string folder) =>
        $"Data Source={Path.Combine(folder, "sessions.db")}";
}

public sealed class AlertsAppTests(AlertsApp app) : IClassFixture<AlertsApp>
{
    [Fact]
    public async Task A_runner_that_fails_again_and_again_is_told_once_with_a_link_to_its_page()
    {
        await app.UntilAsync(
            "/api/sessions?status=failed",
            answer => answer.GetProperty("items").GetArrayLength() > 1
        );
        var incidents = await app.UntilAsync(
            "/api/incidents",
            answer => answer.GetProperty("items").GetArrayLength() > 0
        );
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(180));
        while (app.Receiver.Requests.IsEmpty)
        {
            await Task.Delay(50, deadline.Token);
        }

        var data = JsonNode.Parse(Assert.Single(app.Receiver.Requests).Body)!["data"]!;
        Assert.Equal("index-runner failed", (string?)data["title"]);
        Assert.Equal(
            (string?)data["runner"],
            incidents.GetProperty("items")[0].GetProperty("runner_name").GetString()
        );
        var link = new Uri((string)data["link"]!);
        Assert.Equal(app.Application.GetEndpoint("dashboard").Authority, link.Authority);
        using var page = await app.Dashboard.GetAsync(
            link.AbsolutePath,
            TestContext.Current.CancellationToken
        );
        Assert.True(page.IsSuccessStatusCode);
    }
}
