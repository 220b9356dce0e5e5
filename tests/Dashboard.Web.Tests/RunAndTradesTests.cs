using System.Text.Json;
using Dashboard.Tests.Store;
using Dashboard.Web.Api;
using Sessions;

namespace Dashboard.Web.Tests;

/// <summary>What a session states once, its trades and its log lines, in the API and on the page.</summary>
public sealed class RunAndTradesTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Start = DateTimeOffset.UtcNow.AddMinutes(-2);

    private static readonly JsonSerializerOptions Strict = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow,
    };

    private readonly DashboardApp _app = new();
    private HttpClient? _client;

    public async ValueTask InitializeAsync()
    {
        await _app.StartAsync();
        _client = _app.CreateClient();
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
                            RunnerName = "bot",
                            Currency = "EUR",
                            Schedule = new Schedule("0 3 * * *", "Europe/Berlin", null, 600),
                        },
                        Run = new RunFacts("""{"window":20}""", """{"host.name":"night-1"}"""),
                    },
                    Event(EventType.Log, 1) with
                    {
                        Message = "order sent",
                    },
                    Event(EventType.Trade, 2) with
                    {
                        Trade = new Trade
                        {
                            Id = "T-1",
                            Symbol = "BTC/USDT",
                            Side = TradeSide.Long,
                            Pnl = 12.5,
                        },
                    },
                    Event(EventType.Trade, 3) with
                    {
                        Trade = new Trade { Id = "T-2", Symbol = "ETH/USDT" },
                    },
                },
            },
            default
        );
    }

    public ValueTask DisposeAsync()
    {
        _client?.Dispose();
        return _app.DisposeAsync();
    }

    [Fact]
    public async Task The_api_gives_parameters_environment_and_schedule()
    {
        var detail = await ReadAsync<SessionDetail>("/api/sessions/s");

        Assert.Equal("20", detail.Parameters!["window"].ToString());
        Assert.Equal("night-1", detail.Environment!["host.name"].ToString());
        Assert.Equal(new ScheduleItem("0 3 * * *", "Europe/Berlin", null, 600), detail.Schedule);
    }

    [Fact]
    public async Task Trades_come_newest_first_and_in_pages()
    {
        var first = await ReadAsync<TradeListing>("/api/sessions/s/trades?limit=1");
        var rest = await ReadAsync<TradeListing>($"/api/sessions/s/trades?before={first.Next}");

        Assert.Equal("T-2", Assert.Single(first.Items).Id);
        var trade = Assert.Single(rest.Items);
        Assert.Equal(("T-1", "long", 12.5), (trade.Id, trade.Side, trade.Pnl));
        Assert.Null(rest.Next);
    }

    [Fact]
    public async Task Log_lines_and_trades_are_events_and_rows_of_the_feed()
    {
        var events = await ReadAsync<EventListing>("/api/sessions/s/events?type=log,trade");
        Assert.Equal(["trade", "trade", "log"], events.Items.Select(e => e.Type));

        var page = await _client!.GetStringAsync("/sessions/s");
        Assert.Contains("order sent", page);
        Assert.Contains("Closed BTC/USDT long", page);
    }

    [Fact]
    public async Task The_page_shows_the_run()
    {
        var page = await _client!.GetStringAsync("/sessions/s");
        Assert.Contains("Due by schedule 0 3 * * * (Europe/Berlin)", page);
        Assert.Contains("<dt><bdi>window</bdi></dt><dd><bdi>20</bdi></dd>", page);
        Assert.Contains("<dt><bdi>host.name</bdi></dt><dd><bdi>night-1</bdi></dd>", page);
    }

    private static SessionEvent Event(EventType type, double seconds) =>
        new()
        {
            SessionId = "s",
            Type = type,
            Timestamp = Start.AddSeconds(seconds),
        };

    private async Task<T> ReadAsync<T>(string path) =>
        JsonSerializer.Deserialize<T>(await _client!.GetStringAsync(path), Strict)!;
}
