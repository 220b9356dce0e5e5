using Dashboard.Tests.Store;
using Dashboard.Web.Feed;
using Dashboard.Web.Live;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;
using Sessions;

namespace Dashboard.Web.Tests;

/// <summary>What pages are sent over their connection.</summary>
public sealed class HubTests : IAsyncLifetime
{
    private readonly DashboardApp _app = new();
    private HubConnection _hub = null!;

    private static CancellationToken Deadline =>
        CancellationTokenSource
            .CreateLinkedTokenSource(
                TestContext.Current.CancellationToken,
                new CancellationTokenSource(TimeSpan.FromSeconds(60)).Token
            )
            .Token;

    public async ValueTask InitializeAsync()
    {
        _ = _app.Writer;
        await _app.StartAsync();
        _hub = await ConnectAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _hub.DisposeAsync();
        await _app.DisposeAsync();
    }

    [Fact]
    public async Task A_page_is_sent_its_panels_and_then_only_those_that_change()
    {
        var runner = _app.Runner();
        await runner.StartAsync();
        await using var page = await PageAsync(runner.Id);
        var all = await page.NextAsync();

        await runner.After(0.1).PhaseAsync("data_phase", 0);
        var change = await page.NextAsync(update => update.Rows.Count > 0);

        Assert.Contains(
            all.Panels,
            panel => panel.Contains("id=\"performance\"", StringComparison.Ordinal)
        );
        Assert.Contains(
            change.Panels,
            panel => panel.Contains("Data Phase", StringComparison.Ordinal)
        );
        Assert.DoesNotContain(
            change.Panels,
            panel => panel.Contains("id=\"performance\"", StringComparison.Ordinal)
        );
        Assert.Equal("phase_start", Assert.Single(change.Rows).Type);
    }

    [Fact]
    public async Task A_page_that_comes_back_is_sent_what_it_missed_once()
    {
        var runner = _app.Runner();
        await runner.StartAsync();
        var seen = new List<long>();
        long position;
        await using (var first = await PageAsync(runner.Id))
        {
            await first.NextAsync();
            await runner.After(1).BeatAsync();
            var update = await first.NextAsync(update => update.Rows.Count > 0);
            seen.AddRange(Beats(update));
            position = update.Position;
        }

        await runner.BeatsAsync(5, 1);
        await using var second = await PageAsync(runner.Id, position);
        while (seen.Count < 6)
        {
            var update = await second.NextAsync(update => update.Rows.Count > 0);
            Assert.False(update.IsResync);
            seen.AddRange(Beats(update));
        }

        Assert.Equal([1, 2, 3, 4, 5, 6], seen);
    }

    [Fact]
    public async Task A_page_that_missed_more_than_is_kept_is_told_to_load_and_sent_none_of_it()
    {
        var runner = _app.Runner(start: DateTimeOffset.UtcNow.AddHours(-1));
        await runner.StartAsync();
        await using (var watching = await PageAsync(runner.Id))
        {
            await watching.NextAsync();
        }

        await runner.BeatsAsync(RecentEvents.CountLimit + 10, 1);
        await using var page = await PageAsync(runner.Id, after: 1);

        var update = await page.NextAsync(update => update.IsResync);

        Assert.Empty(update.Rows);
    }

    [Fact]
    public async Task An_event_that_the_filter_excludes_is_sent_as_not_shown()
    {
        var runner = _app.Runner();
        await runner.StartAsync();
        await using var page = await PageAsync(runner.Id, filter: "?type=checkpoint&q=SCHEMA");
        await page.NextAsync();

        await runner.WriteAsync(
            runner.Event(EventType.Checkpoint) with
            {
                Checkpoint = "schema_ok",
            },
            runner.Event(EventType.Checkpoint) with
            {
                Checkpoint = "gaps_ok",
            },
            runner.Event(EventType.Error) with
            {
                Message = "schema",
            }
        );
        var update = await page.NextAsync(update => update.Rows.Count > 0);

        Assert.Equal(3, update.Rows.Count);
        Assert.Equal("schema_ok", Assert.Single(update.Rows, row => row.Shown is null).Message);
    }

    [Fact]
    public async Task An_unknown_session_is_refused_before_anything_is_kept_for_it()
    {
        for (var i = 0; i < 3; i++)
        {
            await using var page = await PageAsync($"nobody-{i}");
            var refusal = await Assert.ThrowsAsync<HubException>(() => page.NextAsync());
            Assert.Contains("unknown", refusal.Message);
        }

        Assert.Equal(0, _app.Services.GetRequiredService<LiveSessions>().Count);
    }

    [Fact]
    public async Task A_connection_holds_a_bounded_number_of_subscriptions()
    {
        var runner = _app.Runner();
        await runner.StartAsync();
        var pages = new List<Updates<SessionUpdate>>();
        for (var i = 0; i < 10; i++)
        {
            pages.Add(await PageAsync(runner.Id));
            await pages[i].NextAsync();
        }

        await using var more = await PageAsync(runner.Id);
        await Assert.ThrowsAsync<HubException>(() => more.NextAsync());

        foreach (var page in pages)
        {
            await page.DisposeAsync();
        }
    }

    [Fact]
    public async Task The_list_is_sent_a_new_session_its_order_and_then_only_rows_that_change()
    {
        var old = _app.Runner(start: DateTimeOffset.UtcNow.AddMinutes(-5));
        await Scripts.FinishedAsync(old);
        await using var list = List();
        await list.NextAsync();
        var runner = _app.Runner();

        await runner.StartAsync();
        var came = await list.NextAsync(update => update.Order is not null);
        await runner.After(0.1).PhaseAsync("data_phase", 0);
        var changed = await list.NextAsync(update => update.Rows.Count > 0);

        Assert.Equal(
            [$"s-{runner.Id}", $"s-{old.Id}"],
            came.Order!.Where(id => id.StartsWith("s-", StringComparison.Ordinal))
        );
        Assert.Contains($"id=\"s-{runner.Id}\"", Assert.Single(changed.Rows));
        Assert.Null(changed.Order);
    }

    [Fact]
    public async Task Every_row_of_a_long_list_is_kept_up_to_date()
    {
        var runners = Enumerable
            .Range(0, 150)
            .Select(i => _app.Runner(start: DateTimeOffset.UtcNow.AddSeconds(-i)))
            .ToArray();
        foreach (var runner in runners)
        {
            await runner.StartAsync();
        }

        await using var list = List(rows: 150);
        await list.NextAsync();

        var waiting = runners.Select(runner => $"id=\"s-{runner.Id}\"").ToHashSet();
        foreach (var runner in runners)
        {
            await runner.After(0.1).PhaseAsync("data_phase", 0);
        }

        while (waiting.Count > 0)
        {
            var update = await list.NextAsync();
            waiting.RemoveWhere(id =>
                update.Rows.Any(row =>
                    row.Contains(id, StringComparison.Ordinal)
                    && row.Contains("Data Phase", StringComparison.Ordinal)
                )
            );
        }
    }

    private static IEnumerable<long> Beats(SessionUpdate update) =>
        update.Rows.Select(row => row.Number!.Value);

    /// <param name="id">The session.</param>
    /// <param name="after">What the page has seen; everything so far when null.</param>
    /// <param name="filter">Of its feed.</param>
    private async Task<Updates<SessionUpdate>> PageAsync(
        string id,
        long? after = null,
        string filter = ""
    )
    {
        var reader = _app.Services.GetRequiredService<ISessionReader>();
        var seen = after ?? (await reader.PositionAsync(Deadline)).Value;
        return new(token => _hub.StreamAsync<SessionUpdate>("Session", id, seen, filter, token));
    }

    private Updates<ListUpdate> List(int rows = 50) =>
        new(token => _hub.StreamAsync<ListUpdate>("List", "", "UTC", rows, token));

    private async Task<HubConnection> ConnectAsync()
    {
        var hub = new HubConnectionBuilder()
            .WithUrl(new Uri(_app.Address, LiveHub.Path))
            .AddJsonProtocol(json => json.PayloadSerializerOptions = FeedRowJson.Options)
            .Build();
        await hub.StartAsync(Deadline);
        return hub;
    }

    private sealed class Updates<T> : IAsyncDisposable
    {
        private readonly CancellationTokenSource _end =
            CancellationTokenSource.CreateLinkedTokenSource(Deadline);
        private readonly IAsyncEnumerator<T> _updates;

        public Updates(Func<CancellationToken, IAsyncEnumerable<T>> open) =>
            _updates = open(_end.Token).GetAsyncEnumerator(_end.Token);

        public async Task<T> NextAsync(Func<T, bool>? which = null)
        {
            while (await _updates.MoveNextAsync())
            {
                if (which is null || which(_updates.Current))
                {
                    return _updates.Current;
                }
            }

            throw new InvalidOperationException("The subscription ended.");
        }

        public async ValueTask DisposeAsync()
        {
            await _end.CancelAsync();
            await _updates.DisposeAsync();
        }
    }
}
