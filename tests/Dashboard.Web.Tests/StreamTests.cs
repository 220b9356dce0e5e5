using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.ServerSentEvents;
using System.Text.Json.Nodes;
using Dashboard.Tests.Store;
using Dashboard.Web.Streaming;
using Sessions;

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
    public async Task A_program_that_missed_too_much_is_told_so_and_goes_on_from_now()
    {
        var runner = _app.Runner(start: DateTimeOffset.UtcNow.AddHours(-1));
        await runner.StartAsync();
        await runner.BeatsAsync(EventStream.MissedLimit + 1, 2);

        await using var stream = await OpenAsync($"/api/sessions/{runner.Id}/stream", "0");
        var resync = await stream.NextAsync("resync");
        await runner.After(1).CheckAsync("schema_ok");
        var next = await stream.NextAsync("event");

        Assert.Equal("", resync.Data);
        Assert.Equal("checkpoint", (string)JsonNode.Parse(next.Data)!["type"]!);
    }

    [Fact]
    public async Task A_program_that_missed_more_text_than_an_answer_holds_is_told_so()
    {
        var runner = _app.Runner(start: DateTimeOffset.UtcNow.AddHours(-1));
        await runner.StartAsync();
        var text = new string('x', 200_000);
        for (var i = 0; i <= EventStream.MissedCharacters / text.Length; i++)
        {
            await _app.Writer.WriteAsync(
                new WriteBatch
                {
                    ArrivedAt = DateTimeOffset.UtcNow,
                    Events =
                    {
                        new SessionEvent
                        {
                            SessionId = runner.Id,
                            Type = EventType.Checkpoint,
                            Timestamp = DateTimeOffset.UtcNow.AddMinutes(-i),
                            Checkpoint = $"check-{i}",
                            Message = text,
                        },
                    },
                },
                TestContext.Current.CancellationToken
            );
        }

        await using var stream = await OpenAsync($"/api/sessions/{runner.Id}/stream", "0");

        Assert.Equal("", (await stream.NextAsync("resync")).Data);
    }

    [Fact]
    public async Task A_stream_ends_within_a_second_of_the_dashboards_stop()
    {
        var runner = _app.Runner();
        await runner.StartAsync();
        await using var stream = await OpenAsync($"/api/sessions/{runner.Id}/stream");
        await stream.NextAsync("session");
        var stopping = Stopwatch.GetTimestamp();

        var stop = _app.StopAsync();

        await Assert.ThrowsAnyAsync<Exception>(() => stream.NextAsync("event"));
        Assert.InRange(Stopwatch.GetElapsedTime(stopping).TotalSeconds, 0, 5);
        await stop;
    }

    [Theory]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    [InlineData("Origin", "https://elsewhere.example")]
    public async Task A_page_of_another_site_is_refused(string header, string value)
    {
        var runner = _app.Runner();
        await runner.StartAsync();
        using var client = _app.CreateClient();
        client.DefaultRequestHeaders.Add(header, value);

        using var stream = await client.GetAsync($"/api/sessions/{runner.Id}/stream", Deadline);
        using var hub = await client.PostAsync(
            "/live/negotiate?negotiateVersion=1",
            null,
            Deadline
        );

        Assert.Equal(HttpStatusCode.Forbidden, stream.StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, hub.StatusCode);
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
