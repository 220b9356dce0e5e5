using System.Globalization;
using System.Text.Json;
using AngleSharp.Dom;
using Dashboard.Tests.Store;
using Dashboard.Web.Api;
using Sessions;

namespace Dashboard.Web.Tests;

/// <summary>How long a session and its phases took: in the API, on the page and in the list alike.</summary>
public sealed class DurationTests : IAsyncLifetime
{
    private static readonly JsonSerializerOptions Snake = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
    };

    private readonly DashboardApp _app = new();

    public async ValueTask InitializeAsync() => await _app.StartAsync();

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task A_lost_sessions_time_stands_still_at_its_last_signal()
    {
        var runner = _app.Runner(start: DateTimeOffset.UtcNow.AddDays(-1));
        await Scripts.RunToApiPhaseAsync(runner);
        // What the script's steps add up to.
        const double took = 20.1 + 0.3 + 0.3;

        var api = await SessionAsync(runner.Id);

        Assert.Equal("lost", api.Verdict);
        Assert.InRange(api.RuntimeSecs, took, took + 5);
        Assert.Equal(api.RuntimeSecs, (await SummaryAsync(runner.Id)).RuntimeSecs, 3);
        Assert.Equal(0.4, api.Phases[^1].ElapsedSecs!.Value, 3);
        var page = await _app.PageAsync($"/sessions/{runner.Id}");
        var shown = HumanDuration.Of(TimeSpan.FromSeconds(api.RuntimeSecs));
        Assert.Equal(shown, page.Text("[data-field=uptime]").Trim());
        Assert.Equal(shown, page.Text("[data-field=duration]").Trim());
        Assert.Empty(page.QuerySelectorAll("#phases [data-since], #summary [data-since]"));
        Assert.Equal("400 ms", page.Text("li[data-phase=api_phase] .took b").Trim());
        var list = await _app.PageAsync("/");
        Assert.Equal(shown, list.Text($"[id=\"s-{runner.Id}\"] .lasted").Trim());
    }

    [Theory]
    [InlineData(-3600)]
    [InlineData(3600)]
    public async Task A_session_whose_clock_was_set_took_what_passed(double by)
    {
        var start = DateTimeOffset.UtcNow.AddMinutes(-5);
        await WriteAsync(0, 0, EventType.RunnerStart, e => e);
        await WriteAsync(1, 0, EventType.PhaseStart, InPhase);
        for (var beat = 1; beat <= 8; beat++)
        {
            await WriteAsync(
                5 * beat,
                beat > 5 ? by : 0,
                EventType.Heartbeat,
                e => InPhase(e) with { SpanId = null, Beat = new Beat(beat, 5, beat) }
            );
        }

        await WriteAsync(41, by, EventType.PhaseEnd, InPhase);
        await WriteAsync(42, by, EventType.RunnerEnd, e => e);

        var api = await SessionAsync("s");
        Assert.Equal((42, 40), (api.RuntimeSecs, api.Phases[0].ElapsedSecs));
        var page = await _app.PageAsync("/sessions/s");
        Assert.Equal("42 s", page.Text("[data-field=uptime]").Trim());
        Assert.Equal("42 s", page.Text("[data-field=duration]").Trim());
        Assert.Equal("40 s", page.Text("li[data-phase=load] .took b").Trim());
        Assert.DoesNotContain("missed", page.Body!.TextContent);
        var list = await _app.PageAsync("/");
        Assert.Equal("42 s", list.Text("[id=s-s] .lasted").Trim());

        static SessionEvent InPhase(SessionEvent e) =>
            e with
            {
                Phase = "load",
                SpanId = "00000000000000a1",
            };

        async Task WriteAsync(
            double seconds,
            double shift,
            EventType type,
            Func<SessionEvent, SessionEvent> with
        )
        {
            var batch = new WriteBatch { ArrivedAt = start.AddSeconds(seconds) };
            batch.Events.Add(
                with(
                    new SessionEvent
                    {
                        SessionId = "s",
                        Type = type,
                        Timestamp = start.AddSeconds(seconds + shift),
                        TraceId = "0af7651916cd43dd8448eb211c80319c",
                    }
                )
            );
            await _app.Writer.WriteAsync(batch, default);
        }
    }

    [Fact]
    public async Task A_session_that_ended_has_no_running_phase()
    {
        var runner = _app.Runner(start: DateTimeOffset.UtcNow.AddMinutes(-2));
        await Scripts.RunToApiPhaseAsync(runner);
        await runner.After(1).EndAsync(EventStatus.Failed);

        var api = await SessionAsync(runner.Id);

        Assert.Null(api.CurrentPhase);
        Assert.Equal(["success", "success", "cut_off"], api.Phases.Select(phase => phase.Status));
        var page = await _app.PageAsync($"/sessions/{runner.Id}");
        Assert.Equal(
            "cut off",
            page.QuerySelector("li[data-phase=api_phase]")!.GetAttribute("data-status")
        );
    }

    [Theory]
    [InlineData(2)]
    [InlineData(-2)]
    public async Task A_runner_whose_clock_is_hours_off_shows_the_time_that_passed(int hours)
    {
        var skew = TimeSpan.FromHours(hours);
        var started = DateTimeOffset.UtcNow.AddSeconds(-20);
        var runner = _app.Runner(start: started + skew);
        var start = runner.Event(EventType.RunnerStart) with
        {
            Session = new SessionHeader { RunnerName = "skewed" },
        };
        var phase = runner.After(5).Event(EventType.PhaseStart) with { Phase = "load" };
        var batch = new WriteBatch { ArrivedAt = started.AddSeconds(5) };
        batch.Events.AddRange([start, phase]);
        await _app.Writer.WriteAsync(batch, TestContext.Current.CancellationToken);

        var api = await SessionAsync(runner.Id);

        Assert.InRange(api.RuntimeSecs, 19, 60);
        Assert.Equal(api.RuntimeSecs - 5, Assert.Single(api.Phases).ElapsedSecs!.Value, 3);
        var page = await _app.PageAsync($"/sessions/{runner.Id}");
        foreach (var place in (string[])["[data-field=uptime]", "[data-field=duration]"])
        {
            Assert.InRange(
                Since(page.QuerySelector(place)!),
                started.AddSeconds(-1),
                started.AddSeconds(1)
            );
        }

        var load = page.QuerySelector("li[data-phase=load]")!;
        Assert.InRange(Since(load), started.AddSeconds(4), started.AddSeconds(6));
    }

    private static DateTimeOffset Since(IElement element) =>
        DateTimeOffset.Parse(
            element.QuerySelector("[data-since]")!.GetAttribute("data-since")!,
            CultureInfo.InvariantCulture
        );

    private async Task<SessionDetail> SessionAsync(string id) =>
        await ReadAsync<SessionDetail>($"/api/sessions/{id}");

    private async Task<SummaryAnswer> SummaryAsync(string id) =>
        await ReadAsync<SummaryAnswer>($"/api/sessions/{id}/summary");

    private async Task<T> ReadAsync<T>(string path)
    {
        using var client = _app.CreateClient();
        return JsonSerializer.Deserialize<T>(
            await client.GetStringAsync(path, TestContext.Current.CancellationToken),
            Snake
        )!;
    }
}
