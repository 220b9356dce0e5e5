using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace AppHost.Tests;

/// <summary>From the runner to the page, through everything in between; the same whatever the store.</summary>
public abstract class WholeAppCases
{
    const double FirstEquity = 13_125.84;
    const int FirstTrades = 7;
    const int FirstWins = 5;
    const int FirstLosses = 2;

    readonly WholeApp _app;

    protected WholeAppCases(WholeApp app)
    {
        Assert.SkipWhen(app.Missing is not null, app.Missing ?? "");
        _app = app;
    }

    [Fact]
    public async Task A_session_is_there_while_it_runs_and_ends_in_success()
    {
        var running = await _app.SessionAsync("running");
        var id = running.GetProperty("session_id").GetString();
        Assert.False(running.TryGetProperty("session_end", out _));

        var ended = await _app.UntilAsync(
            $"/api/sessions/{id}",
            session => session.GetProperty("status").GetString() != "running"
        );

        Assert.Equal("success", ended.GetProperty("status").GetString());
        Assert.Equal(3, ended.GetProperty("phases_completed").GetInt32());
    }

    [Fact]
    public async Task Its_figures_agree_with_its_own_events()
    {
        var session = await _app.SessionAsync("success");
        var id = session.GetProperty("session_id").GetString();
        var events = (await _app.UntilAsync($"/api/sessions/{id}/events?limit=1000", _ => true))
            .GetProperty("items")
            .EnumerateArray()
            .ToArray();
        var last = events.First(one => Type(one) == "runner_end").GetProperty("metrics");
        var totals = session.GetProperty("totals");

        Assert.Equal(3, events.Count(one => Type(one) == "phase_start"));
        Assert.Equal(3, events.Count(one => Type(one) == "phase_end"));
        Assert.Single(events, one => Type(one) == "runner_start");
        Assert.Contains(events, one => Type(one) == "heartbeat");
        Assert.Contains(events, one => Type(one) == "checkpoint");
        Assert.Equal(
            last.GetProperty("equity").GetDouble(),
            session.GetProperty("current_equity").GetDouble()
        );
        foreach (var figure in (string[])["trades", "wins", "losses"])
        {
            Assert.Equal(
                last.GetProperty(figure).GetInt32(),
                totals.GetProperty(figure).GetInt32()
            );
        }
        Assert.InRange(totals.GetProperty("trades").GetInt32(), 1, int.MaxValue);
    }

    [Fact]
    public async Task The_first_session_trades_as_it_always_does()
    {
        // The same prices and settings give the same figures, to the cent, in every store and on its page.
        var session = await _app.SessionAsync("success");
        var totals = session.GetProperty("totals");
        Assert.Equal(FirstEquity, session.GetProperty("current_equity").GetDouble());
        Assert.Equal(
            (FirstTrades, FirstWins, FirstLosses),
            (
                totals.GetProperty("trades").GetInt32(),
                totals.GetProperty("wins").GetInt32(),
                totals.GetProperty("losses").GetInt32()
            )
        );
    }

    [Fact]
    public async Task Another_session_follows() =>
        await _app.UntilAsync(
            "/api/sessions",
            answer => answer.GetProperty("items").GetArrayLength() > 1
        );

    [Fact]
    public async Task The_page_shows_the_session_with_the_figures_of_its_events()
    {
        var id = (await _app.SessionAsync("success")).GetProperty("session_id").GetString();
        var events = (await _app.UntilAsync($"/api/sessions/{id}/events?limit=1000", _ => true))
            .GetProperty("items")
            .EnumerateArray()
            .ToArray();
        var page = await _app.Dashboard.GetStringAsync(
            $"/sessions/{id}",
            TestContext.Current.CancellationToken
        );

        Assert.Contains("api_phase", page);
        Assert.Contains(FirstEquity.ToString("N2", CultureInfo.InvariantCulture), Field("equity"));
        Assert.Equal($"{FirstWins}/{FirstTrades} wins", Field("wins"));
        Assert.Equal("3/3", Field("phases-done"));
        Assert.Equal(Count(_ => true), Field("events"));
        Assert.Equal(Count(one => Type(one) == "heartbeat"), Field("beats"));
        Assert.Equal(Count(one => Type(one) == "checkpoint"), Field("checkpoints"));

        string Count(Func<JsonElement, bool> condition) =>
            events.Count(condition).ToString("N0", CultureInfo.InvariantCulture);

        string Field(string name) =>
            Regex.Match(page, $"data-field=\"{name}\"[^>]*>([^<]*)<").Groups[1].Value.Trim();
    }

    [Fact]
    public async Task The_backend_that_the_collector_forwards_to_gets_the_same_session()
    {
        var id = (await _app.SessionAsync("success")).GetProperty("session_id").GetString()!;
        var received = await _app.Backend.UntilAsync(
            all =>
                all.Traces.Any(request =>
                    request.ToString().Contains(id) && request.ToString().Contains("runner.session")
                )
                && all.Logs.Any(request => request.ToString().Contains(id))
                && all.Metrics.Any(request => request.ToString().Contains(id)),
            TimeSpan.FromSeconds(180)
        );
        var spans = received
            .Traces.SelectMany(request => request.ResourceSpans)
            .SelectMany(resource => resource.ScopeSpans)
            .SelectMany(scope => scope.Spans)
            .Where(span =>
                span.Attributes.Any(one => one.Key == "session.id" && one.Value.StringValue == id)
            )
            // A request that was answered too late for its sender comes again.
            .DistinctBy(span => span.SpanId)
            .ToList();
        var root = Assert.Single(spans, span => span.Name == "runner.session");

        Assert.Equal(3, spans.Count(span => span.ParentSpanId.Equals(root.SpanId)));
    }

    [Fact]
    public async Task The_collector_says_what_it_has_stored()
    {
        await _app.SessionAsync("success");
        using var status = JsonDocument.Parse(
            await _app.Collector.GetStringAsync("/status", TestContext.Current.CancellationToken)
        );

        Assert.InRange(
            status.RootElement.GetProperty("stored").GetProperty("events").GetInt64(),
            1,
            long.MaxValue
        );
    }

    static string? Type(JsonElement one) => one.GetProperty("type").GetString();
}
