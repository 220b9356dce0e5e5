using System.Net;
using Dashboard.Tests.Store;
using Sessions;

namespace Dashboard.Web.Tests;

/// <summary>The collector lets no absurd number in; a store may hold one all the same, and it breaks nothing.</summary>
public sealed class AbsurdValuesTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Start = DateTimeOffset.UtcNow.AddMinutes(-2);

    private readonly DashboardApp _app = new();

    public async ValueTask InitializeAsync() => await _app.StartAsync();

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Theory]
    [InlineData(1e12)]
    [InlineData(1e15)]
    [InlineData(1e308)]
    [InlineData(-1e308)]
    public async Task No_stored_number_breaks_a_page_an_export_or_the_api(double absurd)
    {
        await _app.Writer.WriteAsync(
            new WriteBatch
            {
                ArrivedAt = Start,
                Events =
                {
                    Event(EventType.RunnerStart, 0) with
                    {
                        Session = new SessionHeader
                        {
                            RunnerName = "odd",
                            InitialCapital = Math.Abs(absurd),
                            PhaseCount = int.MaxValue,
                            Schedule = new Schedule(null, null, absurd, absurd),
                        },
                    },
                    Event(EventType.PhaseStart, 1) with
                    {
                        PhaseInfo = new PhaseHeader(int.MaxValue, absurd),
                    },
                    Event(EventType.AutocorrectAttempt, 2) with
                    {
                        Status = EventStatus.Retrying,
                        Retry = new Retry(int.MaxValue, int.MaxValue, absurd, "odd"),
                    },
                    Event(EventType.Heartbeat, 3) with
                    {
                        Beat = new Beat(1, absurd, long.MaxValue),
                        Figures = new Figures { Equity = absurd, Trades = long.MaxValue },
                    },
                    Event(EventType.Heartbeat, 4) with
                    {
                        Beat = new Beat(2, absurd, long.MaxValue),
                        Figures = new Figures
                        {
                            Equity = -absurd,
                            Pnl = absurd,
                            Wins = long.MaxValue,
                        },
                    },
                    Event(EventType.Trade, 5) with
                    {
                        Trade = new Trade
                        {
                            Quantity = absurd,
                            Pnl = absurd,
                            EntryTime = DateTimeOffset.MinValue,
                            ExitTime = DateTimeOffset.MaxValue,
                        },
                    },
                },
            },
            default
        );

        using var client = _app.CreateClient();
        foreach (
            var path in (string[])
                [
                    "/",
                    "/sessions/odd",
                    "/api/sessions",
                    "/api/sessions?sort=roi",
                    "/api/sessions/odd",
                    "/api/sessions/odd/summary",
                    "/api/sessions/odd/events",
                    "/api/sessions/odd/trades",
                    "/api/sessions/odd/equity",
                    "/api/sessions/odd/export?format=events",
                    "/api/sessions/odd/export?format=summary",
                    "/api/sessions/odd/export?format=otlp",
                    "/api/sessions/odd/export?format=html",
                    "/compare?a=odd&b=odd",
                ]
        )
        {
            using var answer = await client.GetAsync(path);
            var body = await answer.Content.ReadAsStringAsync();
            Assert.True(
                answer.StatusCode is HttpStatusCode.OK or HttpStatusCode.BadRequest,
                $"{path}: {answer.StatusCode} {body}"
            );
        }
    }

    private static SessionEvent Event(EventType type, double seconds) =>
        new()
        {
            SessionId = "odd",
            Type = type,
            Timestamp = Start.AddSeconds(seconds),
            Phase = type == EventType.RunnerStart ? null : "load",
        };
}
