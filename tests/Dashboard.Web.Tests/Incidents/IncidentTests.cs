using System.Net;
using System.Text.Json;
using Dashboard.Tests.Store;
using Dashboard.Web.Incidents;

namespace Dashboard.Web.Tests.Incidents;

/// <summary>What the alerter has told of, on its page and in the API.</summary>
public sealed class IncidentTests : IAsyncLifetime
{
    private static readonly JsonSerializerOptions Snake = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow,
    };

    private readonly DashboardApp _app = new();
    private readonly DateTimeOffset _now = DateTimeOffset.UtcNow;

    public async ValueTask InitializeAsync()
    {
        _ = _app.Writer;
        await _app.StartAsync();
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task Without_an_alerter_the_page_says_how_to_get_one()
    {
        var page = await _app.PageAsync("/incidents");
        var listing = await ReadAsync("/api/incidents");

        var notice = page.QuerySelector("[data-notice=no-alerter]")!;
        Assert.Contains("dotnet run --project Alerts", notice.TextContent);
        Assert.Contains(_app.AlerterFile, notice.TextContent);
        Assert.False(listing.HasAlerter);
        Assert.Empty(listing.Items);
        Assert.Equal(
            "/incidents",
            page.QuerySelector("header [aria-current=page]")!.GetAttribute("href")
        );
    }

    [Fact]
    public async Task Open_and_past_incidents_are_shown_with_who_was_told()
    {
        using var file = Given();

        var page = await _app.PageAsync("/incidents");

        Assert.Equal("(2) Incidents", page.Title);
        Assert.Equal("2", page.QuerySelector("[data-total=open]")!.TextContent);
        Assert.Equal(
            ["lost", "overdue"],
            page.QuerySelectorAll("[data-part=open] tr.row")
                .Select(row => row.GetAttribute("data-kind"))
        );
        var lost = page.QuerySelector("#i-c")!;
        Assert.NotNull(lost.QuerySelector("a[href='/runners/price%2Fimport']"));
        Assert.NotNull(lost.QuerySelector("a[href='/sessions/s-3']"));
        Assert.Equal(
            ["pill message warn", "pill message ok"],
            lost.QuerySelectorAll(".message").Select(pill => pill.ClassName)
        );
        Assert.Contains(
            "after 3 failed attempts: 503",
            lost.QuerySelector(".message")!.GetAttribute("title")
        );
        Assert.Contains("no rule", page.QuerySelector("#i-b .told")!.TextContent);
        var past = Assert.Single(page.QuerySelectorAll("[data-part=past] tr.row"));
        Assert.Equal("12m 0s", past.QuerySelector(".lasted")!.TextContent);
        Assert.Equal(
            ["mail503 busy 1 1 1", "phone 3 0 0"],
            page.QuerySelectorAll("[data-part=channels] tbody tr")
                .Select(row =>
                    string.Join(' ', row.Children.Take(4).Select(cell => cell.TextContent.Trim()))
                )
        );
    }

    [Fact]
    public async Task Programs_read_the_same()
    {
        using var file = Given();

        var open = await ReadAsync("/api/incidents?state=open");
        var first = await ReadAsync("/api/incidents?limit=2");
        var second = await ReadAsync($"/api/incidents?limit=2&cursor={first.Next}");

        Assert.True(open.HasAlerter);
        Assert.Equal(["c", "b"], open.Items.Select(item => item.IncidentId));
        Assert.Equal(["c", "b"], first.Items.Select(item => item.IncidentId));
        var over = Assert.Single(second.Items);
        Assert.Null(second.Next);
        Assert.Equal("failed", over.Kind);
        Assert.Equal(TimeSpan.FromMinutes(12), over.ResolvedAt - over.Since);
        Assert.Equal(
            [
                ("phone", "opened", true),
                ("mail", "opened", false),
                ("phone", "resolved", true),
                ("mail", "resolved", true),
            ],
            over.Messages.Select(message =>
                (message.Channel, message.Event, message.DeliveredAt is not null)
            )
        );
        Assert.Equal(["mail", "phone"], open.Channels.Select(channel => channel.Channel));
    }

    [Theory]
    [InlineData("?state=closed")]
    [InlineData("?limit=0")]
    [InlineData("?kind=bored")]
    public async Task A_bad_value_is_refused(string query)
    {
        using var client = _app.CreateClient();
        using var answer = await client.GetAsync("/api/incidents" + query);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task A_file_that_cannot_be_read_is_said_and_keeps_no_session_from_its_reader()
    {
        await File.WriteAllTextAsync(_app.AlerterFile, new string('x', 5_000));
        var runner = _app.Runner("s");
        await runner.StartAsync();
        using var client = _app.CreateClient();

        using var page = await client.GetAsync("/incidents");
        using var api = await client.GetAsync("/api/incidents");
        using var session = await client.GetAsync("/sessions/s");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, page.StatusCode);
        Assert.Contains("alerts cannot be read", await page.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.ServiceUnavailable, api.StatusCode);
        Assert.Equal(HttpStatusCode.OK, session.StatusCode);
    }

    [Fact]
    public async Task Sessions_and_runners_lead_to_their_open_incident()
    {
        using var file = Given();
        await _app.Runner("s-3").StartAsync(runnerName: "price/import");
        await _app.Runner("s-4").StartAsync(runnerName: "other");

        var session = await _app.PageAsync("/sessions/s-3");
        var runner = await _app.PageAsync("/runners/price%2Fimport");
        var other = await _app.PageAsync("/sessions/s-4");

        Assert.NotNull(session.QuerySelector("header a[href='/incidents#i-c']"));
        Assert.NotNull(runner.QuerySelector("header a[href='/incidents#i-c']"));
        Assert.Null(other.QuerySelector("header a[href^='/incidents#']"));
    }

    /// <summary>A past one that took two tries, one that nobody was told of, and one whose mail waits.</summary>
    private AlerterFile Given()
    {
        var file = new AlerterFile(_app.AlerterFile);
        var (early, noon, late) = (_now.AddHours(-30), _now.AddHours(-2), _now.AddMinutes(-20));
        file.Incident(
            "a",
            "failed",
            "backup",
            "s-1",
            early,
            TimeSpan.FromMinutes(12),
            "Upload failed: disk full."
        );
        file.Message("a", "phone", "Opened", early, delivered: early.AddSeconds(2));
        file.Message("a", "mail", "Opened", early, attempts: 9, problem: "550 no such user");
        file.Message("a", "phone", "Resolved", early, delivered: early.AddMinutes(12));
        file.Message("a", "mail", "Resolved", early, delivered: early.AddMinutes(12));
        file.Incident("b", "overdue", "backup", null, noon, null, "Backup is overdue.");
        file.Incident("c", "lost", "price/import", "s-3", late, null, "No heartbeat for 9 min.");
        file.Message(
            "c",
            "mail",
            "Opened",
            late,
            next: _now.AddMinutes(2),
            attempts: 3,
            problem: "503 busy"
        );
        file.Message("c", "phone", "Opened", late, delivered: late.AddSeconds(1));
        return file;
    }

    private async Task<IncidentListing> ReadAsync(string path)
    {
        using var client = _app.CreateClient();
        return JsonSerializer.Deserialize<IncidentListing>(
            await client.GetStringAsync(path),
            Snake
        )!;
    }
}
