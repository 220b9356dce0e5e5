using System.Text.Json.Nodes;
using AngleSharp.Dom;
using Dashboard.Tests.Store;
using Sessions;

namespace Dashboard.Web.Tests;

/// <summary>Phases that run again: how the page and the API show their runs.</summary>
public sealed class PhaseRunTests : IAsyncLifetime
{
    private readonly DashboardApp _app = new();

    public async ValueTask InitializeAsync() => await _app.StartAsync();

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task A_phase_shows_how_often_it_ran_its_latest_run_and_the_total()
    {
        var runner = _app.Runner(start: DateTimeOffset.UtcNow.AddMinutes(-2));
        await runner.StartAsync();
        await RunAsync(runner, "a", seconds: 12);
        await RunAsync(runner, "b", seconds: 20);
        await RunAsync(runner, "c", seconds: 15);
        await runner.After(1).EndAsync();

        var phase = await PhaseAsync(runner);

        Assert.Equal("15 s", phase.QuerySelector(".took b")!.TextContent.Trim());
        Assert.Equal("3× · 47 s in all", Runs(phase));
        // No run took longer than the 30 s that each may, though all of them did.
        Assert.DoesNotContain("over its limit", phase.TextContent, StringComparison.Ordinal);
        var api = await ApiAsync(runner);
        Assert.Equal(3, (long)api["runs"]!);
        Assert.Equal(47, (double)api["elapsed_secs"]!, 3);
    }

    [Fact]
    public async Task A_run_over_its_limit_is_said_so()
    {
        var runner = _app.Runner(start: DateTimeOffset.UtcNow.AddMinutes(-2));
        await runner.StartAsync();
        await RunAsync(runner, "a", seconds: 12);
        await RunAsync(runner, "b", seconds: 31);

        var phase = await PhaseAsync(runner);

        Assert.Contains("over its limit of 30 s", phase.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_open_run_is_counted_from_its_own_start_and_the_total_without_the_breaks()
    {
        var runner = _app.Runner(start: DateTimeOffset.UtcNow.AddSeconds(-60));
        await runner.StartAsync();
        await RunAsync(runner, "a", seconds: 10);
        await runner.After(40).WriteAsync(Start(runner, "b"));
        var opened = runner.Now;

        var phase = await PhaseAsync(runner);

        Assert.Equal("running", phase.GetAttribute("data-status"));
        Assert.StartsWith("2× · ", Runs(phase), StringComparison.Ordinal);
        Assert.Equal(
            [opened, opened.AddSeconds(-10)],
            phase
                .QuerySelectorAll("[data-since]")
                .Select(ticking =>
                    DateTimeOffset.Parse(
                        ticking.GetAttribute("data-since")!,
                        System.Globalization.CultureInfo.InvariantCulture
                    )
                )
        );
    }

    [Fact]
    public async Task Runs_side_by_side_are_said_so()
    {
        var runner = _app.Runner();
        await runner.StartAsync();
        await runner.WriteAsync(Start(runner, "a"));
        await runner.After(0.5).WriteAsync(Start(runner, "b"));

        Assert.Equal("2× · 2 at once", Runs(await PhaseAsync(runner)));
    }

    [Fact]
    public async Task Phases_that_are_not_kept_are_said_on_the_page()
    {
        var runner = _app.Runner(start: DateTimeOffset.UtcNow.AddMinutes(-2));
        await runner.StartAsync();
        await runner.WriteAsync([
            .. Enumerable
                .Range(0, SessionState.MostPhases + 3)
                .Select(i =>
                    runner.Event(EventType.PhaseStart) with
                    {
                        Phase = $"phase_{i}",
                        SpanId = i.ToString("x16", null),
                    }
                ),
        ]);

        var page = await _app.PageAsync($"/sessions/{runner.Id}");

        Assert.Contains(
            "3 more phase starts are not shown",
            page.Text("[data-field=phases-left-out]"),
            StringComparison.Ordinal
        );
    }

    private static async Task RunAsync(ScriptedRunner runner, string run, double seconds)
    {
        await runner.WriteAsync(Start(runner, run));
        await runner
            .After(seconds)
            .WriteAsync(
                runner.Event(EventType.PhaseEnd) with
                {
                    Phase = "trade",
                    SpanId = run.PadLeft(16, '0'),
                    Status = EventStatus.Success,
                }
            );
        runner.After(0.5);
    }

    private static SessionEvent Start(ScriptedRunner runner, string run) =>
        runner.Event(EventType.PhaseStart) with
        {
            Phase = "trade",
            SpanId = run.PadLeft(16, '0'),
            PhaseInfo = new PhaseHeader(0, 30),
        };

    private static string Runs(IElement phase) =>
        phase.QuerySelector("[data-field=runs]")!.TextContent.Trim();

    private async Task<IElement> PhaseAsync(ScriptedRunner runner) =>
        (await _app.PageAsync($"/sessions/{runner.Id}")).QuerySelector("li[data-phase=trade]")!;

    private async Task<JsonNode> ApiAsync(ScriptedRunner runner)
    {
        using var client = _app.CreateClient();
        var json = await client.GetStringAsync(
            $"/api/sessions/{runner.Id}",
            TestContext.Current.CancellationToken
        );
        return JsonNode.Parse(json)!["phases"]![0]!;
    }
}
