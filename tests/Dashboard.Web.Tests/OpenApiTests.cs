using System.Globalization;
using System.Text.Json.Nodes;
using Dashboard.Tests.Store;

namespace Dashboard.Web.Tests;

/// <summary>What the read API answers is what its document says, route by route.</summary>
public sealed class OpenApiTests : IAsyncLifetime
{
    private readonly DashboardApp _app = new();

    public async ValueTask InitializeAsync() => await _app.StartAsync();

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task Every_route_is_described_with_all_of_its_parameters_and_only_reads()
    {
        var paths = (await DocumentAsync())["paths"]!.AsObject();

        Assert.Equal(
            [
                "/api/incidents: cursor kind limit runner state",
                "/api/runners/{name}: name",
                "/api/runners: cursor limit q state",
                "/api/sessions/{id}/equity: from id points to",
                "/api/sessions/{id}/events: after before from id level limit phase to type",
                "/api/sessions/{id}/export: format id",
                "/api/sessions/{id}/figures: id points",
                "/api/sessions/{id}/stream: after id",
                "/api/sessions/{id}/summary: id",
                "/api/sessions/{id}/trades: before format id limit",
                "/api/sessions/{id}: id",
                "/api/sessions: cursor format from limit needs_attention order q runner sort status to verdict",
                "/health/runners/{name}: name",
                "/health/sessions/{id}: id",
            ],
            paths
                .Select(path => $"{path.Key}: {string.Join(' ', Parameters(path.Value!))}")
                .Order(StringComparer.Ordinal)
        );
        Assert.All(paths, path => Assert.Equal(["get"], path.Value!.AsObject().Select(m => m.Key)));
    }

    [Theory]
    [InlineData("/api/sessions", "")]
    [InlineData("/api/sessions/{id}", "")]
    [InlineData("/api/runners", "")]
    [InlineData("/api/runners/{name}", "")]
    [InlineData("/api/incidents", "")]
    [InlineData("/api/sessions/{id}/summary", "")]
    [InlineData("/api/sessions/{id}/events", "?limit=1000")]
    [InlineData("/api/sessions/{id}/equity", "?points=5")]
    public async Task An_answer_has_every_property_that_is_required_and_none_that_is_not_described(
        string path,
        string query
    )
    {
        var runner = _app.Runner(start: DateTimeOffset.UtcNow.AddMinutes(-2));
        await Scripts.FinishedAsync(runner);
        await runner.RetryAsync(1, "broker busy");
        await runner.ErrorAsync("LateError", "said after the end");
        await Scripts.RunToApiPhaseAsync(_app.Runner());
        using var alerter = new AlerterFile(_app.AlerterFile);
        alerter.Incident("a", "lost", "backup", "s", DateTimeOffset.UtcNow, null, "No heartbeat.");
        alerter.Message("a", "mail", "Opened", DateTimeOffset.UtcNow, attempts: 1, problem: "busy");
        var document = await DocumentAsync();
        var schema = document["paths"]![path]!["get"]!["responses"]!["200"]!["content"]![
            "application/json"
        ]!["schema"]!;
        using var client = _app.CreateClient();

        var answer = JsonNode.Parse(
            await client.GetStringAsync(
                path.Replace("{id}", runner.Id, StringComparison.Ordinal)
                    .Replace("{name}", "index-trader", StringComparison.Ordinal) + query
            )
        )!;

        Assert.Empty(new OpenApiShape(document).Differences(schema, answer));
    }

    [Theory]
    [InlineData("/api/sessions", "?limit=0")]
    [InlineData("/api/incidents", "?limit=0")]
    [InlineData("/api/runners", "?limit=0")]
    [InlineData("/api/runners/{name}", "")]
    [InlineData("/api/sessions/{id}/events", "?type=nothing")]
    [InlineData("/api/sessions/{id}/equity", "?points=1")]
    [InlineData("/api/sessions/{id}/export", "?format=nothing")]
    [InlineData("/api/sessions/{id}", "")]
    [InlineData("/api/sessions/{id}/summary", "")]
    [InlineData("/api/sessions/{id}/events", "")]
    [InlineData("/api/sessions/{id}/equity", "")]
    [InlineData("/api/sessions/{id}/stream", "")]
    [InlineData("/api/sessions/{id}/export", "")]
    [InlineData("/health/sessions/{id}", "")]
    [InlineData("/health/runners/{name}", "")]
    public async Task A_refusal_is_a_described_one(string path, string query)
    {
        _ = _app.Writer;
        var document = await DocumentAsync();
        using var client = _app.CreateClient();

        using var answer = await client.GetAsync(
            path.Replace("{id}", "nobody", StringComparison.Ordinal)
                .Replace("{name}", "nobody", StringComparison.Ordinal) + query
        );

        var status = ((int)answer.StatusCode).ToString(CultureInfo.InvariantCulture);
        var described = document["paths"]![path]!["get"]!["responses"]![status];
        Assert.NotNull(described);
        Assert.NotNull(described["content"]![answer.Content.Headers.ContentType!.MediaType!]);
    }

    private static IEnumerable<string> Parameters(JsonNode path) =>
        (path["get"]!["parameters"]?.AsArray() ?? [])
            .Select(parameter => (string)parameter!["name"]!)
            .Order(StringComparer.Ordinal);

    private async Task<JsonNode> DocumentAsync()
    {
        using var client = _app.CreateClient();
        return JsonNode.Parse(await client.GetStringAsync("/openapi/v1.json"))!;
    }
}
