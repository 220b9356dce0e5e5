using Dashboard.Tests.Store;
using Dashboard.Web.Feed;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection;
using Sessions;

namespace Dashboard.Web.Tests;

/// <summary>What a filter finds in the store and what it lets through live are the same.</summary>
public sealed class FeedFilterTests : IAsyncLifetime
{
    private readonly DashboardApp _app = new();

    public async ValueTask InitializeAsync() => await _app.StartAsync();

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Theory]
    [InlineData("")]
    [InlineData("type=heartbeat")]
    [InlineData("type=checkpoint&level=error")]
    [InlineData("level=debug")]
    [InlineData("level=info")]
    [InlineData("level=warning")]
    [InlineData("type=log&level=warning")]
    [InlineData("type=log&q=order")]
    [InlineData("phase=data_phase")]
    [InlineData("q=beat")]
    [InlineData("q=started")]
    [InlineData("q=STARTED")]
    [InlineData("q=%E2%82%AC")]
    [InlineData("q=runner")]
    [InlineData("q=brokertimeout")]
    [InlineData("q=grosse&beats=each")]
    [InlineData("q=GR%C3%96SSE")]
    [InlineData("q=%25")]
    [InlineData("q=rows&type=checkpoint&phase=data_phase&level=info")]
    [InlineData("range=1h")]
    [InlineData("range=custom&from=2026-03-01T10:00:01Z&to=2026-03-01T10:00:20Z")]
    [InlineData("range=custom&from=2026-03-01T10:00:20Z&to=2026-03-01T10:00:01Z")]
    [InlineData("range=custom&from=nonsense")]
    [InlineData("type=nonsense&level=&q=%20")]
    public async Task A_filter_lets_live_events_through_that_it_finds_in_the_store(string query)
    {
        var runner = _app.Runner(start: new DateTimeOffset(2026, 3, 1, 10, 0, 0, TimeSpan.Zero));
        await Scripts.FinishedAsync(runner);
        await runner.ErrorAsync("BrokerTimeout", "größe 100 % €");
        await runner.RetryAsync(1, "broker busy");
        foreach (var level in Enum.GetValues<EventLevel>())
        {
            await runner.After(0.1).LogAsync(level, $"order {level}");
        }

        var reader = _app.Services.GetRequiredService<ISessionReader>();
        var filter = FeedFilter.Read(new QueryCollection(QueryHelpers.ParseQuery(query)));
        var now = runner.Now.AddMinutes(59);
        var all = await AllAsync(new EventQuery { SessionId = runner.Id, Limit = 1_000 });

        var found = filter.Problem is not null
            ? []
            : await AllAsync(filter.ToQuery(runner.Id, now, limit: 1_000, before: null));

        Assert.Equal(
            found.Select(e => e.Id),
            all.Where(e => filter.Matches(e, now))
                // Grouped heartbeats are not asked for one by one.
                .Where(e => !filter.Folds || e.Type != EventType.Heartbeat)
                .Select(e => e.Id)
        );

        async Task<IReadOnlyList<SessionEvent>> AllAsync(EventQuery events) =>
            [
                .. (
                    await reader.EventsAsync(events, TestContext.Current.CancellationToken)
                ).Items.Select(stored => stored.Event),
            ];
    }
}
