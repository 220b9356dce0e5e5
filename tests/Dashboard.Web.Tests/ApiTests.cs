using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Dashboard.Tests.Store;
using Dashboard.Web.Api;
using Sessions;

namespace Dashboard.Web.Tests;

public sealed class ApiTests : IAsyncLifetime
{
    private static readonly JsonSerializerOptions Strict = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectRequiredConstructorParameters = true,
    };

    private readonly DashboardApp _app = new();

    public async ValueTask InitializeAsync() => await _app.StartAsync();

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task Answers_have_just_the_shapes_that_the_document_describes()
    {
        var runner = _app.Runner(start: DateTimeOffset.UtcNow.AddMinutes(-2));
        await Scripts.FinishedAsync(runner);
        await runner.ErrorAsync("LateError", "said after the end");

        var list = await ReadAsync<SessionListing>("/api/sessions");
        var detail = await ReadAsync<SessionDetail>($"/api/sessions/{runner.Id}");
        var summary = await ReadAsync<SummaryAnswer>($"/api/sessions/{runner.Id}/summary");
        var events = await ReadAsync<EventListing>($"/api/sessions/{runner.Id}/events");
        var equity = await ReadAsync<Api.Equity>($"/api/sessions/{runner.Id}/equity");

        Assert.Equal(runner.Id, Assert.Single(list.Items).SessionId);
        Assert.Equal(1.5, summary.Roi!.Value, 9);
        Assert.Equal(new Totals(9, 6, 3), summary.Totals);
        Assert.Equal(3, detail.Phases.Count);
        Assert.Equal(detail.Counts.Events, events.Items.Count);
        Assert.Equal(10_150, equity.Points[^1].Equity);
    }

    [Fact]
    public async Task Every_figure_of_the_summary_is_the_sum_of_the_events_that_the_api_gives()
    {
        var runner = _app.Runner(start: DateTimeOffset.UtcNow.AddMinutes(-2));
        await Scripts.FinishedAsync(runner);

        var summary = await ReadAsync<SummaryAnswer>($"/api/sessions/{runner.Id}/summary");
        var events = (
            await ReadAsync<EventListing>($"/api/sessions/{runner.Id}/events?limit=10000")
        ).Items;

        var newest = events.Where(e => e.Metrics is not null).MaxBy(e => e.Timestamp)!;
        var byPhase = events
            .Where(e => e.Metrics is not null)
            .GroupBy(e => e.Phase)
            .Select(phase => phase.MaxBy(e => e.Timestamp)!.Metrics!)
            .ToArray();
        Assert.Equal(newest.Metrics!.Equity, summary.CurrentEquity);
        Assert.Equal(byPhase.Sum(m => m.Trades), summary.Totals.Trades);
        Assert.Equal(byPhase.Sum(m => m.Wins), summary.Totals.Wins);
        Assert.Equal(
            (newest.Metrics.Equity!.Value - summary.InitialCapital!.Value)
                / summary.InitialCapital.Value
                * 100,
            summary.Roi!.Value,
            9
        );
        Assert.Equal(
            events.Count(e => e is { Type: "phase_end", Status: "success" }),
            summary.PhasesCompleted
        );
    }

    [Theory]
    [InlineData("/api/sessions?status=done", "status")]
    [InlineData("/api/sessions?verdict=fine", "verdict")]
    [InlineData("/api/sessions?from=yesterday", "from")]
    [InlineData("/api/sessions?to=tomorrow", "to")]
    [InlineData("/api/sessions?from=10/11/2026", "from")]
    [InlineData("/api/sessions?from=2026-01-31&from=2026-02-01", "from")]
    [InlineData("/api/sessions?q=a&q=b", "q")]
    [InlineData("/api/sessions?limit=0", "limit")]
    [InlineData("/api/sessions?limit=1001", "limit")]
    [InlineData("/api/sessions/s/events?type=nothing", "type")]
    [InlineData("/api/sessions/s/events?level=loud", "level")]
    [InlineData("/api/sessions/s/events?limit=-1", "limit")]
    [InlineData("/api/sessions/s/events?before=x", "before")]
    [InlineData("/api/sessions/s/events?after=x", "after")]
    [InlineData("/api/sessions/s/equity?points=1", "points")]
    [InlineData("/api/sessions/s/trades?limit=0", "limit")]
    [InlineData("/api/sessions/s/figures?points=1", "points")]
    public async Task A_bad_value_is_refused_with_the_parameter_named(string path, string parameter)
    {
        _ = _app.Writer;

        var (status, problem) = await ProblemAsync(path);

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Equal([parameter], problem["errors"]!.AsObject().Select(e => e.Key));
    }

    [Theory]
    [InlineData("/api/sessions/nobody")]
    [InlineData("/api/sessions/nobody/summary")]
    [InlineData("/api/sessions/nobody/events")]
    [InlineData("/api/sessions/nobody/equity")]
    [InlineData("/api/sessions/nobody/trades")]
    [InlineData("/api/sessions/nobody/figures")]
    [InlineData("/api/sessions/nobody/stream")]
    [InlineData("/health/sessions/nobody")]
    [InlineData("/health/runners/nobody")]
    public async Task An_unknown_session_is_a_problem_not_an_empty_answer(string path)
    {
        _ = _app.Writer;

        var (status, problem) = await ProblemAsync(path);

        Assert.Equal(HttpStatusCode.NotFound, status);
        Assert.Contains("nobody", (string)problem["detail"]!);
    }

    [Fact]
    public async Task A_store_that_is_away_is_a_problem_with_its_reason()
    {
        var (status, problem) = await ProblemAsync("/api/sessions");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        Assert.NotEmpty((string)problem["detail"]!);
    }

    [Fact]
    public async Task Cursors_lead_through_all_events_once_in_both_directions()
    {
        var runner = _app.Runner(start: DateTimeOffset.UtcNow.AddMinutes(-2));
        await Scripts.FinishedAsync(runner);
        var path = $"/api/sessions/{runner.Id}/events";
        var all = (await ReadAsync<EventListing>(path)).Items.Select(e => e.Id).ToArray();

        var backwards = await WalkAsync($"{path}?limit=7", "before");

        Assert.Equal(all, backwards);
    }

    [Fact]
    public async Task Events_are_lines_for_who_accepts_lines()
    {
        var runner = _app.Runner(start: DateTimeOffset.UtcNow.AddMinutes(-2));
        await Scripts.FinishedAsync(runner);
        using var client = _app.CreateClient();
        client.DefaultRequestHeaders.Accept.ParseAdd("application/x-ndjson");

        using var answer = await client.GetAsync(
            $"/api/sessions/{runner.Id}/events?limit=5",
            TestContext.Current.CancellationToken
        );
        var lines = (
            await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)
        ).Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal("application/x-ndjson", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal(5, lines.Length);
        Assert.All(
            lines,
            line => Assert.NotNull(JsonSerializer.Deserialize<EventItem>(line, Strict))
        );
        Assert.True(
            EventCursor.TryParse(Assert.Single(answer.Headers.GetValues("Next-Cursor")), out _)
        );
    }

    [Fact]
    public async Task Health_follows_the_verdict()
    {
        var well = _app.Runner(start: DateTimeOffset.UtcNow.AddMinutes(-2));
        await Scripts.FinishedAsync(well);
        var failed = _app.Runner(start: DateTimeOffset.UtcNow.AddMinutes(-3));
        await Scripts.FinishedAsync(failed, EventStatus.Failed);
        using var client = _app.CreateClient();

        using var good = await client.GetAsync($"/health/sessions/{well.Id}");
        using var bad = await client.GetAsync($"/health/sessions/{failed.Id}");

        Assert.Equal(HttpStatusCode.OK, good.StatusCode);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, bad.StatusCode);
        Assert.Equal(
            "failed",
            (string)JsonNode.Parse(await bad.Content.ReadAsStringAsync())!["verdict"]!
        );
    }

    [Fact]
    public async Task A_runner_is_as_healthy_as_its_newest_session()
    {
        await Scripts.FinishedAsync(
            _app.Runner(start: DateTimeOffset.UtcNow.AddMinutes(-9)),
            EventStatus.Failed
        );
        var newest = _app.Runner(start: DateTimeOffset.UtcNow.AddMinutes(-3));
        await Scripts.FinishedAsync(newest);
        var name = (await ReadAsync<SessionDetail>($"/api/sessions/{newest.Id}")).RunnerName;
        using var client = _app.CreateClient();

        using var good = await client.GetAsync($"/health/runners/{name}");
        await Scripts.FinishedAsync(
            _app.Runner(start: DateTimeOffset.UtcNow.AddMinutes(-1)),
            EventStatus.Failed
        );
        using var bad = await client.GetAsync($"/health/runners/{name}");

        Assert.Equal(HttpStatusCode.OK, good.StatusCode);
        Assert.Contains(newest.Id, await good.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.ServiceUnavailable, bad.StatusCode);
    }

    [Fact]
    public async Task Sessions_are_found_by_verdict()
    {
        await Scripts.FinishedAsync(_app.Runner(start: DateTimeOffset.UtcNow.AddMinutes(-2)));
        var silent = _app.Runner(start: DateTimeOffset.UtcNow.AddMinutes(-30));
        await Scripts.RunToApiPhaseAsync(silent);

        var lost = await ReadAsync<SessionListing>("/api/sessions?verdict=lost");
        var ended = await ReadAsync<SessionListing>("/api/sessions?verdict=success");

        Assert.Equal(silent.Id, Assert.Single(lost.Items).SessionId);
        Assert.Single(ended.Items);
    }

    private async Task<string[]> WalkAsync(string path, string cursor)
    {
        var ids = new List<string>();
        for (string? next = ""; next is not null; )
        {
            var page = await ReadAsync<EventListing>(
                next.Length == 0 ? path : $"{path}&{cursor}={Uri.EscapeDataString(next)}"
            );
            ids.AddRange(page.Items.Select(e => e.Id));
            next = page.Next;
        }

        return [.. ids];
    }

    private async Task<T> ReadAsync<T>(string path)
    {
        using var client = _app.CreateClient();
        using var answer = await client.GetAsync(path, TestContext.Current.CancellationToken);
        var json = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(answer.IsSuccessStatusCode, json);
        return JsonSerializer.Deserialize<T>(json, Strict)!;
    }

    private async Task<(HttpStatusCode Status, JsonNode Problem)> ProblemAsync(string path)
    {
        using var client = _app.CreateClient();
        using var answer = await client.GetAsync(path, TestContext.Current.CancellationToken);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        var json = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return (answer.StatusCode, JsonNode.Parse(json)!);
    }
}
