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

    private async Task FinishAsync(DateTimeOffset start, EventStatus? status = null)
    {
        var other = _app.Runner(start: start);
        await other.StartAsync();
        await other.After(5).EndAsync(status ?? EventStatus.Success);
    }
}
