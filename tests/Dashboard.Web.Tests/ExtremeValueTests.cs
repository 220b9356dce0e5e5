using System.Net;
using System.Text.Json.Nodes;
using Dashboard.Tests.Store;
using Sessions;

namespace Dashboard.Web.Tests;

/// <summary>No value that a store can hold makes a session impossible to look at.</summary>
public sealed class ExtremeValueTests : IAsyncLifetime
{
    private readonly DashboardApp _app = new();

    public async ValueTask InitializeAsync() => await _app.StartAsync();

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    public static TheoryData<double, double> Amounts =>
        new()
        {
            { 1e308, -1e308 },
            { double.MaxValue, double.MinValue },
            { 1e20, 1e20 + 16384 },
            { 1e17, 1e17 + 16 },
            { 0, double.Epsilon },
            { -5, -5 },
            { 1e15, 2e15 },
        };

    [Theory]
    [MemberData(nameof(Amounts))]
    public async Task Any_amount_can_be_looked_at(double one, double other)
    {
        var runner = _app.Runner("a", DateTimeOffset.UtcNow.AddMinutes(-1));
        await runner.StartAsync();
        await runner.PhaseAsync("p", 0);
        foreach (var equity in (double[])[one, other, one])
        {
            await runner.After(1).BeatAsync(equity);
        }

        await EverythingAsync();
    }

    [Theory]
    [InlineData(1e12)]
    [InlineData(1e15)]
    [InlineData(1e300)]
    [InlineData(double.MaxValue)]
    [InlineData(-1e300)]
    public async Task Any_number_of_seconds_can_be_looked_at(double seconds)
    {
        var runner = _app.Runner("a", DateTimeOffset.UtcNow.AddMinutes(-1));
        await runner.StartAsync();
        await runner.PhaseAsync("p", 0, limit: seconds);
        await runner.WriteAsync(
            runner.Event(EventType.Heartbeat) with
            {
                Beat = new Beat(1, seconds, 1),
            },
            runner.Event(EventType.AutocorrectAttempt) with
            {
                Status = EventStatus.Retrying,
                Retry = new Retry(1, 3, seconds, "busy"),
            }
        );

        await EverythingAsync();
    }

    private async Task EverythingAsync()
    {
        using var client = _app.CreateClient();
        foreach (
            var path in (string[])
                [
                    "/",
                    "/sessions/a",
                    "/sessions/a/feed",
                    "/compare?a=a&b=a",
                    "/api/sessions",
                    "/api/sessions/a",
                    "/api/sessions/a/summary",
                    "/api/sessions/a/events",
                    "/api/sessions/a/equity",
                    "/api/sessions/a/export?format=html",
                ]
        )
        {
            using var answer = await client.GetAsync(path);
            Assert.True(
                answer.StatusCode is HttpStatusCode.OK or HttpStatusCode.NotFound,
                $"{path}: {answer.StatusCode}"
            );
            var text = await answer.Content.ReadAsStringAsync();
            Assert.DoesNotContain("NaN", text);
            if (answer.Content.Headers.ContentType?.MediaType == "application/json")
            {
                Assert.NotNull(JsonNode.Parse(text));
            }
        }
    }
}
