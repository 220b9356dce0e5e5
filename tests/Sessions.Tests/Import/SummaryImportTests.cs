using System.Text;
using Sessions.Contract.Reference;

namespace Sessions.Tests;

public sealed class SummaryImportTests : IAsyncDisposable
{
    private const string Summary = """
        {
          "session_id": "s",
          "session_start": "2025-10-10T06:37:11Z",
          "session_end": "2025-10-10T06:37:29Z",
          "status": "failed",
          "phases_completed": 2,
          "phases_total": 3,
          "initial_capital": 10000.0,
          "current_equity": 10150.0,
          "totals": {"trades": 10, "wins": 6, "losses": 4},
          "roi": 1.5,
          "max_drawdown": 0.4,
          "runtime_secs": 18.0
        }
        """;

    private readonly ReferenceStore _store = new();

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    [Fact]
    public async Task A_summary_alone_becomes_a_session_that_says_the_same()
    {
        await ImportAsync(Summary);

        var session = (await _store.FindAsync("s", default))!;
        Assert.Equal(SessionStatus.Failed, session.Status);
        Assert.Equal(TimeSpan.FromSeconds(18), session.Runtime(DateTimeOffset.MaxValue));
        Assert.Equal((1.5, 10_150.0), (session.Roi, session.CurrentEquity));
        Assert.Equal(new TradeTotals(10, 6, 4), session.Totals);
        Assert.Equal(3, session.PhasesTotal);
    }

    [Fact]
    public async Task What_a_session_has_no_figure_for_is_kept_as_stated()
    {
        await ImportAsync(Summary);

        var page = await _store.EventsAsync(
            new EventQuery { SessionId = "s", Types = [EventType.SummaryUpdated] },
            default
        );
        Assert.Equal(
            """{"phases_completed":2,"roi":1.5,"max_drawdown":0.4,"runtime_secs":18}""",
            Assert.Single(page.Items).Event.Details
        );
    }

    [Fact]
    public async Task Taking_it_in_again_changes_nothing()
    {
        await ImportAsync(Summary);

        var report = await ImportAsync(Summary);

        Assert.Equal((0, 0), (report.Added, report.Merged));
    }

    [Fact]
    public async Task It_ends_a_session_whose_events_lack_an_end()
    {
        var events =
            """{"timestamp":"2025-10-10T06:37:11Z","session_id":"s","type":"runner_start"}"""u8;
        using var stream = new MemoryStream(events.ToArray());
        await new EventImport(_store, new ImportOptions()).ReadAsync(stream, default);

        await ImportAsync(Summary);

        var session = (await _store.FindAsync("s", default))!;
        Assert.Equal(SessionStatus.Failed, session.Status);
        Assert.Equal(10_000, session.InitialCapital);
    }

    [Fact]
    public async Task A_summary_of_a_running_session_ends_nothing()
    {
        await ImportAsync(
            """{"session_id":"r","session_start":"2025-10-10T06:37:11Z","status":"running"}"""
        );

        Assert.False((await _store.FindAsync("r", default))!.HasEnded);
    }

    [Fact]
    public async Task A_bad_summary_is_refused_with_its_field_named()
    {
        var report = await ImportAsync("""{"session_id":"s","status":"success"}""");

        Assert.Equal("session_start: is required", Assert.Single(report.Bad).Reason);
        Assert.Null(await _store.FindAsync("s", default));
    }

    private async Task<ImportReport> ImportAsync(string json)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(json));
        return await new SummaryImport(_store, _store, new ImportOptions()).ReadAsync(
            stream,
            default
        );
    }
}
