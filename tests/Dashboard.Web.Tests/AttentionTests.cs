using System.Net;
using System.Text.Json;
using Dashboard.Tests.Store;
using Sessions;

namespace Dashboard.Web.Tests;

/// <summary>What is lost or ended badly needs attention until a later session of its runner succeeds: on its page, in the API and for monitors.</summary>
public sealed class AttentionTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UtcNow;

    private readonly DashboardApp _app = new();
    private HttpClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        await _app.StartAsync();
        _client = _app.CreateClient();
    }

    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        return _app.DisposeAsync();
    }

    [Theory]
    [InlineData(false, false, true)]
    [InlineData(true, false, true)]
    [InlineData(false, true, false)]
    [InlineData(true, true, false)]
    public async Task A_session_needs_attention_until_a_later_one_succeeds(
        bool hasFailed,
        bool isFollowedBySuccess,
        bool needsAttention
    )
    {
        var session = _app.Runner(start: Now.AddMinutes(-60));
        await session.StartAsync();
        await session.PhaseAsync("data_phase", 0);
        await session.After(1).BeatAsync();
        if (hasFailed)
        {
            await session.EndAsync(EventStatus.Failed);
        }

        // One that succeeded before says nothing.
        await FinishAsync(Now.AddMinutes(-90));
        await FinishAsync(Now.AddMinutes(-30), isFollowedBySuccess ? null : EventStatus.Failed);

        var detail = await _client.GetStringAsync($"/api/sessions/{session.Id}");
        using var health = await _client.GetAsync($"/health/sessions/{session.Id}");
        var page = await _client.GetStringAsync($"/sessions/{session.Id}");

        Assert.Equal(
            needsAttention,
            JsonDocument.Parse(detail).RootElement.GetProperty("needs_attention").GetBoolean()
        );
        // Of this session alone, whatever came after; the sentence says what came.
        Assert.Equal(HttpStatusCode.ServiceUnavailable, health.StatusCode);
        Assert.Equal(
            isFollowedBySuccess,
            (await health.Content.ReadAsStringAsync()).Contains(
                "later session of this runner succeeded"
            )
        );
        Assert.Equal(isFollowedBySuccess, page.Contains("data-field=\"overcome\""));
    }

    [Theory]
    [InlineData("nothing", "again, other, failed, lost")]
    [InlineData("after the lost one", "again, other, failed")]
    [InlineData("after all but one", "again, other")]
    [InlineData("after all", "other")]
    public async Task The_list_its_totals_and_the_API_choose_by_the_same_rule(
        string succeeds,
        string needAttention
    )
    {
        await SilentAsync("lost", Now.AddHours(-5));
        await FinishAsync(Now.AddHours(-4), EventStatus.Failed, "failed");
        await FinishAsync(Now.AddHours(-3), EventStatus.Cancelled, "cancelled");
        await FinishAsync(Now.AddHours(-2), EventStatus.Timeout, "other", runner: "other");
        await SilentAsync("again", Now.AddMinutes(-50));
        if (succeeds != "nothing")
        {
            var start = succeeds switch
            {
                "after the lost one" => Now.AddHours(-4.5),
                "after all but one" => Now.AddHours(-1),
                _ => Now.AddMinutes(-20),
            };
            await FinishAsync(start, EventStatus.Success, "success");
        }

        var ids = needAttention.Split(", ");
        Assert.Equal(ids, await IdsAsync("needs_attention=true"));
        Assert.Equal(
            ids.Intersect(["again", "lost"]),
            await IdsAsync("needs_attention=true&verdict=lost")
        );
        Assert.Equal(["again", "lost"], await IdsAsync("verdict=lost"));
        Assert.Equal(
            ids.Intersect(["failed"]),
            await IdsAsync("needs_attention=true&status=failed")
        );
        Assert.Equal(ids.Except(["other"]), await IdsAsync("needs_attention=true&q=BACK"));
        Assert.Empty(await IdsAsync("needs_attention=true&verdict=success"));

        var found = await _app.PageAsync("/?verdict=attention");
        Assert.Equal(ids, found.QuerySelectorAll("#sessions tr.row").Select(row => row.Id![2..]));
        Assert.Equal($"{ids.Length}", found.Text("[data-total=sessions]"));
        var all = await _app.PageAsync("/");
        Assert.StartsWith($"{ids.Length} need", all.QuerySelector(".unwell")!.TextContent.Trim());
    }

    [Fact]
    public async Task Only_true_asks_for_what_needs_attention()
    {
        using var refused = await _client.GetAsync("/api/sessions?needs_attention=maybe");

        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
    }

    /// <summary>All ids of the API's pages; each item says of itself whether it needs attention.</summary>
    private async Task<string[]> IdsAsync(string query)
    {
        var ids = new List<string>();
        for (string? cursor = ""; cursor is not null; )
        {
            var answer = JsonDocument
                .Parse(
                    await _client.GetStringAsync($"/api/sessions?limit=2&{query}&cursor={cursor}")
                )
                .RootElement;
            foreach (var item in answer.GetProperty("items").EnumerateArray())
            {
                ids.Add(item.GetProperty("session_id").GetString()!);
                Assert.True(
                    item.GetProperty("needs_attention").GetBoolean()
                        || !query.Contains("needs_attention")
                );
            }

            cursor = answer.TryGetProperty("next", out var next) ? next.GetString() : null;
        }

        return [.. ids];
    }

    private Task SilentAsync(string id, DateTimeOffset start) =>
        _app.Runner(id, start).StartAsync(runnerName: "backup");

    private async Task FinishAsync(
        DateTimeOffset start,
        EventStatus status,
        string id,
        string runner = "backup"
    )
    {
        var session = _app.Runner(id, start);
        await session.StartAsync(runnerName: runner);
        await session.After(5).EndAsync(status);
    }

    private async Task FinishAsync(DateTimeOffset start, EventStatus? status = null)
    {
        var other = _app.Runner(start: start);
        await other.StartAsync();
        await other.After(5).EndAsync(status ?? EventStatus.Success);
    }
}
