using Dashboard.Tests.Store;
using Sessions;

namespace Dashboard.Web.Tests;

public sealed class TabTitleTests : IAsyncLifetime
{
    private readonly DashboardApp _app = new();

    public async ValueTask InitializeAsync() => await _app.StartAsync();

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Theory]
    [InlineData("Disk full.", ": Disk full · ")]
    [InlineData(
        "The broker at the other end of the line did not answer within half a minute",
        ": The broker at the other end of the line did not answer with… · "
    )]
    public async Task The_title_says_why_a_session_failed(string reason, string words)
    {
        var runner = _app.Runner(start: DateTimeOffset.UtcNow.AddMinutes(-2));
        await runner.StartAsync();
        await runner.After(1).ErrorAsync("IOException", reason);
        await runner
            .After(1)
            .WriteAsync(
                runner.Event(EventType.RunnerEnd) with
                {
                    Status = EventStatus.Failed,
                    Level = EventLevel.Error,
                }
            );

        var page = await _app.PageAsync($"/sessions/{runner.Id}");

        Assert.Contains($"{words}index-trader", page.Title, StringComparison.Ordinal);
        Assert.Equal(page.QuerySelector("#tab")!.GetAttribute("data-title"), page.Title);
    }

    [Fact]
    public async Task Errors_that_a_session_overcame_are_not_in_its_title()
    {
        var runner = _app.Runner(start: DateTimeOffset.UtcNow.AddMinutes(-2));
        await runner.StartAsync();
        await runner.After(1).ErrorAsync("IOException", "Disk full");
        await runner.After(1).EndAsync();

        var page = await _app.PageAsync($"/sessions/{runner.Id}");

        Assert.DoesNotContain("Disk", page.Title, StringComparison.Ordinal);
    }
}
