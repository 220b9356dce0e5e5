using System.Globalization;
using System.Net.ServerSentEvents;
using System.Text.Json.Nodes;
using Dashboard.Tests.Store;

namespace Dashboard.Web.Tests;

public sealed class StreamTests : IAsyncLifetime
{
    private readonly DashboardApp _app = new();

    private static CancellationToken Deadline =>
        CancellationTokenSource
            .CreateLinkedTokenSource(
                TestContext.Current.CancellationToken,
                new CancellationTokenSource(TimeSpan.FromSeconds(60)).Token
            )
            .Token;

    public async ValueTask InitializeAsync() => await _app.StartAsync();

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task What_is_committed_is_sent_without_asking_again()
    {
        var runner = _app.Runner();
        await runner.StartAsync();
        await using var stream = await OpenAsync($"/api/sessions/{runner.Id}/stream");

        await runner.After(0.1).PhaseAsync("data_phase", 0);

        var sent = await stream.NextAsync("event");
        Assert.Equal("phase_start", (string)JsonNode.Parse(sent.Data)!["type"]!);
    }

    [Fact]
    public async Task A_stream_that_broke_resumes_without_a_hole_and_without_a_double()
    {
        var runner = _app.Runner();
        await runner.StartAsync();
        var seen = new List<long>();
        string? last;
        await using (var first = await OpenAsync($"/api/sessions/{runner.Id}/stream"))
        {
            await runner.After(0.1).PhaseAsync("data_phase", 0);
            await first.NextAsync("event");
            for (var i = 0; i < 5; i++)
            {
                await runner.After(1).BeatAsync();
            }

            for (var i = 0; i < 3; i++)
            {
                seen.Add(Beat(await first.NextAsync("event")));
            }

            last = first.LastId;
        }

        for (var i = 0; i < 5; i++)
        {
            await runner.After(1).BeatAsync();
        }

        await using var second = await OpenAsync($"/api/sessions/{runner.Id}/stream", last);
        for (var i = 0; i < 7; i++)
        {
            seen.Add(Beat(await second.NextAsync("event")));
        }

        Assert.Equal(Enumerable.Range(1, 10).Select(i => (long)i), seen);
    }

    [Fact]
    public async Task A_viewer_from_before_the_dashboards_own_start_is_given_what_it_missed()
    {
        var runner = _app.Runner();
        await runner.StartAsync();
        for (var i = 0; i < 30; i++)
        {
            await runner.After(1).BeatAsync();
        }

        await using var stream = await OpenAsync($"/api/sessions/{runner.Id}/stream", "1");

        var beats = new List<long>();
        for (var i = 0; i < 30; i++)
        {
            beats.Add(Beat(await stream.NextAsync("event")));
        }

        Assert.Equal(Enumerable.Range(1, 30).Select(i => (long)i), beats);
    }

    [Fact]
    public async Task A_page_is_sent_its_panels_and_then_only_those_that_change()
    {
        var runner = _app.Runner();
        await runner.StartAsync();
        await using var stream = await OpenAsync($"/sessions/{runner.Id}/live");
        var standing = await stream.NextAsync("message");

        await runner.After(0.1).PhaseAsync("data_phase", 0);
        var change = await stream.NextAsync("message");
        var rows = await stream.NextAsync("rows");

        Assert.Contains("hx-target=\"#performance\"", standing.Data);
        Assert.Contains("Data Phase", change.Data);
        Assert.DoesNotContain("hx-target=\"#performance\"", change.Data);
        Assert.Contains("data-type=\"phase_start\"", rows.Data);
    }

    [Fact]
    public async Task All_viewers_of_a_session_are_sent_the_same_bytes()
    {
        var runner = _app.Runner();
        await runner.StartAsync();
        await using var one = await OpenAsync($"/sessions/{runner.Id}/live");
        await using var other = await OpenAsync($"/sessions/{runner.Id}/live");

        await runner.After(0.1).PhaseAsync("data_phase", 0);

        Assert.Equal((await one.NextAsync("rows")).Data, (await other.NextAsync("rows")).Data);
    }

    [Fact]
    public async Task The_list_is_sent_the_row_of_a_new_session()
    {
        _ = _app.Writer;
        await using var stream = await OpenAsync("/live");
        var runner = _app.Runner();

        await runner.StartAsync();

        Assert.Contains($"id=\"s-{runner.Id}\"", (await stream.NextAsync("session")).Data);
    }

    [Fact]
    public async Task A_verdict_changes_by_the_passing_of_time_alone()
    {
        var runner = _app.Runner();
        await runner.StartAsync();
        await runner.BeatAsync();
        await using var stream = await OpenAsync($"/api/sessions/{runner.Id}/stream");

        string verdict;
        do
        {
            var session = await stream.NextAsync("session");
            verdict = (string)JsonNode.Parse(session.Data)!["verdict"]!;
        } while (verdict is not "late");

        Assert.Equal("late", verdict);
    }

    private static long Beat(SseItem<string> item) =>
        (long)JsonNode.Parse(item.Data)!["details"]!["runner.heartbeat"]!;

    private async Task<EventReader> OpenAsync(string path, string? lastEventId = null)
    {
        var client = _app.CreateClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (lastEventId is not null)
        {
            request.Headers.Add("Last-Event-ID", lastEventId);
        }

        var answer = await client.SendAsync(
            request,
            HttpCompletionOption.ResponseHeadersRead,
            Deadline
        );
        answer.EnsureSuccessStatusCode();
        var parser = SseParser.Create(await answer.Content.ReadAsStreamAsync(Deadline));
        return new EventReader(
            client,
            answer,
            parser,
            parser.EnumerateAsync(Deadline).GetAsyncEnumerator()
        );
    }

    private sealed class EventReader(
        HttpClient client,
        HttpResponseMessage answer,
        SseParser<string> parser,
        IAsyncEnumerator<SseItem<string>> items
    ) : IAsyncDisposable
    {
        public string LastId => parser.LastEventId;

        public async Task<SseItem<string>> NextAsync(string name)
        {
            while (await items.MoveNextAsync())
            {
                if (items.Current.EventType == name)
                {
                    return items.Current;
                }
            }

            throw new InvalidOperationException(
                string.Create(CultureInfo.InvariantCulture, $"The stream ended before a '{name}'.")
            );
        }

        public async ValueTask DisposeAsync()
        {
            // The response first: the enumerator waits for bytes that will not come.
            answer.Dispose();
            try
            {
                await items.DisposeAsync();
            }
            catch (IOException)
            {
                // Cut off in the middle of a read.
            }

            client.Dispose();
        }
    }
}
