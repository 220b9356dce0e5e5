using System.Text;
using Sessions.Contract.Reference;

namespace Sessions.Tests;

public sealed class EventImportTests : IAsyncDisposable
{
    /// <summary>A day after the sessions that are taken in.</summary>
    private static readonly DateTimeOffset Now = new(2025, 10, 11, 12, 0, 0, TimeSpan.Zero);

    private readonly ReferenceStore _store = new();

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    /// <summary>As the Python runner wrote it: no ids, each phase's start and end twice, orders, levels in its words.</summary>
    private const string Predecessor = """
        {"timestamp":"2025-10-10T06:37:11.676039+00:00","session_id":"s","type":"runner_start","level":"INFO","message":"Runner started"}
        {"timestamp":"2025-10-10T06:37:12+00:00","session_id":"s","type":"phase_start","phase":"data_phase","level":"info"}
        {"timestamp":"2025-10-10T06:37:12.01+00:00","session_id":"s","type":"phase_start","phase":"data_phase","level":"info"}
        {"timestamp":"2025-10-10T06:37:14+00:00","session_id":"s","type":"heartbeat","phase":"data_phase","level":"debug","metrics":{"equity":10050.0,"pnl":50.0,"win_rate":0.5,"trades":2,"wins":1,"losses":1}}
        {"timestamp":"2025-10-10T06:37:15+00:00","session_id":"s","type":"checkpoint","phase":"data_phase","level":"warning","message":"lint_ok","status":"fail"}
        {"timestamp":"2025-10-10T06:37:15.5+00:00","session_id":"s","type":"autocorrect_attempt","phase":"data_phase","details":{"attempt":1,"reason":"lint","result":"retrying"}}
        {"timestamp":"2025-10-10T06:37:16+00:00","session_id":"s","type":"heartbeat","phase":"data_phase","level":"debug","metrics":{"equity":10150.0},"order":{"symbol":"BTCUSD","side":"buy","qty":1,"price":64000,"status":"filled"}}
        {"timestamp":"2025-10-10T06:37:17+00:00","session_id":"s","type":"phase_end","phase":"data_phase","status":"success","duration_seconds":5.0}
        {"timestamp":"2025-10-10T06:37:17.01+00:00","session_id":"s","type":"phase_end","phase":"data_phase","status":"success"}
        {"timestamp":"2025-10-10T06:37:18+00:00","session_id":"s","type":"runner_end","status":"success"}
        """;

    [Fact]
    public async Task The_predecessors_file_becomes_a_session_that_has_ended_and_is_not_lost()
    {
        var report = await ImportAsync(Predecessor);

        Assert.Equal((10, 0), (report.Lines, report.BadLines));
        var session = (await _store.FindAsync("s", default))!;
        var verdict = Verdict.Of(session, new VerdictContext { Now = Now });
        Assert.Equal(
            "Finished after 6.3 s; 1 of 1 phases done, 1 of 1 checks failed.",
            verdict.Sentence
        );
        Assert.Equal(10_150, session.CurrentEquity);
        Assert.Equal(new TradeTotals(2, 1, 1), session.Totals);
        Assert.Equal((2, 1), (session.Counts.Beats, session.Counts.Retries));
        // Starts and ends that were written twice are one each.
        Assert.Equal(8, session.Counts.Events);
    }

    [Fact]
    public async Task Its_beats_are_numbered_its_checkpoints_and_attempts_named_and_its_orders_kept()
    {
        await ImportAsync(Predecessor);

        var events = await EventsAsync("s");
        Assert.Equal(
            [1L, 2L],
            events.Where(e => e.Type == EventType.Heartbeat).Select(e => e.Beat!.Number)
        );
        Assert.Equal("lint_ok", events.Single(e => e.Type == EventType.Checkpoint).Checkpoint);
        var attempt = events.Single(e => e.Type == EventType.AutocorrectAttempt);
        Assert.Equal(
            (EventStatus.Retrying, new Retry(1, null, null, "lint")),
            (attempt.Status, attempt.Retry)
        );
        Assert.Contains(
            events,
            e => e.Details?.Contains("BTCUSD", StringComparison.Ordinal) == true
        );
        Assert.Equal(
            """{"duration_seconds":5.0}""",
            events.Single(e => e.Type == EventType.PhaseEnd).Details
        );
    }

    [Fact]
    public async Task Taking_the_same_file_in_again_changes_nothing()
    {
        await ImportAsync(Predecessor);

        var report = await ImportAsync(Predecessor);

        Assert.Equal((0, 0), (report.Added, report.Merged));
    }

    [Fact]
    public async Task A_file_that_has_grown_brings_only_what_is_new()
    {
        await ImportAsync(Predecessor[..Predecessor.LastIndexOf('\n')]);

        var report = await ImportAsync(Predecessor);

        Assert.Equal((1, 0), (report.Added, report.Merged));
        Assert.Equal(SessionStatus.Success, (await _store.FindAsync("s", default))!.Status);
    }

    [Fact]
    public async Task Good_lines_go_in_and_bad_ones_are_listed_with_number_and_reason()
    {
        var report = await ImportAsync(
            """
            {"timestamp":"2025-10-10T06:37:11Z","session_id":"s","type":"runner_start"}

            {"timestamp":"2025-10-10T06:37:12","session_id":"s","type":"error"}
            not json
            {"timestamp":"2025-10-10T06:37:13Z","session_id":"s","type":"party"}
            {"timestamp":"2025-10-10T06:37:14Z","session_id":"s","type":"runner_end"}
            """
        );

        Assert.Equal((5, 3, 2), (report.Lines, report.BadLines, report.Added));
        Assert.Equal([3L, 4L, 5L], report.Bad.Select(bad => bad.Number));
        Assert.StartsWith(
            "timestamp: has no offset",
            report.Bad[0].Reason,
            StringComparison.Ordinal
        );
        Assert.StartsWith("is no JSON", report.Bad[1].Reason, StringComparison.Ordinal);
        Assert.StartsWith("type: must be one of", report.Bad[2].Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Several_sessions_in_one_file_stay_apart()
    {
        var report = await ImportAsync(
            """
            {"timestamp":"2025-10-10T06:00:00Z","session_id":"a","type":"runner_start"}
            {"timestamp":"2025-10-10T07:00:00Z","session_id":"b","type":"runner_start"}
            {"timestamp":"2025-10-10T06:00:09Z","session_id":"a","type":"runner_end"}
            """
        );

        Assert.Equal(["a", "b"], report.Sessions.Order());
        var lost = Verdict.Of(
            (await _store.FindAsync("b", default))!,
            new VerdictContext { Now = Now }
        );
        Assert.Equal(VerdictKind.Lost, lost.Kind);
        Assert.Equal(new DateTimeOffset(2025, 10, 10, 7, 0, 0, TimeSpan.Zero), lost.Since);
    }

    [Fact]
    public async Task Lines_without_a_session_belong_to_the_start_before_them()
    {
        const string lines = """
            {"timestamp":"2025-10-10T06:00:00Z","type":"runner_start"}
            {"timestamp":"2025-10-10T06:00:05Z","type":"runner_end"}
            {"timestamp":"2025-10-10T07:00:00Z","type":"runner_start"}
            {"timestamp":"2025-10-10T07:00:05Z","type":"error"}
            """;

        var first = await ImportAsync(lines);
        var second = await ImportAsync(lines);

        Assert.Equal(2, first.Sessions.Count);
        Assert.Equal(first.Sessions.Order(), second.Sessions.Order());
        Assert.Equal(0, second.Added);
        Assert.All(first.Sessions, id => Assert.True(Guid.TryParse(id, out _)));
    }

    [Fact]
    public async Task A_line_that_is_too_long_is_a_bad_line_and_the_next_is_read()
    {
        var report = await ImportAsync(
            new string('x', LineReaderLimit + 1)
                + "\n"
                + """{"timestamp":"2025-10-10T06:37:11Z","session_id":"s","type":"runner_start"}"""
        );

        Assert.Equal(1, Assert.Single(report.Bad).Number);
        Assert.Equal(1, report.Added);
    }

    [Fact]
    public async Task A_byte_order_mark_carriage_returns_and_a_missing_last_newline_do_no_harm()
    {
        var report = await ImportAsync(
            "\uFEFF" + Predecessor.ReplaceLineEndings("\r\n") + "\r\n  \r\n"
        );

        Assert.Equal((10, 0), (report.Lines, report.BadLines));
    }

    [Fact]
    public async Task A_runner_without_a_name_gets_the_one_that_is_given()
    {
        await ImportAsync(Predecessor, new ImportOptions { RunnerName = "old-runner" });

        Assert.Equal("old-runner", (await _store.FindAsync("s", default))!.RunnerName);
    }

    private const int LineReaderLimit = 4 * 1024 * 1024;

    private async Task<List<SessionEvent>> EventsAsync(string session)
    {
        var page = await _store.EventsAsync(
            new EventQuery { SessionId = session, OldestFirst = true },
            default
        );
        return [.. page.Items.Select(stored => stored.Event)];
    }

    private async Task<ImportReport> ImportAsync(string lines, ImportOptions? options = null)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(lines));
        return await new EventImport(_store, options ?? new ImportOptions()).ReadAsync(
            stream,
            default
        );
    }
}
