using System.Text.RegularExpressions;
using Dashboard.Tests.Store;
using Sessions;
using static Microsoft.Playwright.Assertions;

namespace Dashboard.Browser.Tests;

public sealed class FeedTests(Chromium chromium) : BrowserTest(chromium)
{
    [Fact]
    public async Task Beats_with_nothing_between_them_are_one_row_that_opens_and_closes()
    {
        var runner = await StartedAsync();
        await BeatsAsync(runner, 5);
        await runner.After(0.1).CheckAsync("schema_ok");
        await BeatsAsync(runner, 3);
        var page = await OpenAsync($"/sessions/{runner.Id}");
        await LiveAsync(page);
        var folds = page.Locator("#rows tr.fold");
        var beats = page.Locator("#rows tr[data-type=heartbeat]");
        await Expect(folds).ToHaveCountAsync(2);
        await Expect(folds.First).ToContainTextAsync("3 heartbeats, ");
        await Expect(folds.Last).ToContainTextAsync("5 heartbeats, ");

        await folds.First.ClickAsync();
        await Expect(beats).ToHaveCountAsync(3);
        await BeatsAsync(runner, 1);
        await Expect(folds.First).ToContainTextAsync("4 heartbeats, ");
        await Expect(beats).ToHaveCountAsync(4);
        await folds.First.ClickAsync();

        await Expect(beats).ToHaveCountAsync(0);
        await Expect(folds).ToHaveCountAsync(2);
    }

    [Fact]
    public async Task An_event_between_beats_starts_a_fold_of_its_own()
    {
        var runner = await StartedAsync();
        await BeatsAsync(runner, 2);
        var page = await OpenAsync($"/sessions/{runner.Id}");
        await LiveAsync(page);
        var folds = page.Locator("#rows tr.beat .msg");
        await Expect(folds).ToHaveTextAsync([new Regex("^2 heartbeats")]);

        await runner.After(0.1).CheckAsync("schema_ok");
        await BeatsAsync(runner, 1);

        await Expect(folds)
            .ToHaveTextAsync([new Regex("^Heartbeat 3 "), new Regex("^2 heartbeats")]);
    }

    [Fact]
    public async Task A_gap_between_beats_is_a_row_and_a_hole_until_late_beats_fill_it()
    {
        var runner = await StartedAsync();
        await BeatsAsync(runner, 5);
        var silent = runner.Now;
        await runner.After(14).BeatAsync();
        await BeatsAsync(runner, 2);
        var page = await OpenAsync($"/sessions/{runner.Id}");
        await LiveAsync(page);
        var gap = page.Locator("#rows tr.gap", new() { HasText = "No heartbeat for 14 s" });
        await Expect(gap).ToContainTextAsync("6 missed");
        await Expect(page.Locator("#beats .missing")).ToContainTextAsync("1 gap, 6 missed");
        await Expect(page.Locator("#beats .of")).ToHaveCountAsync(1);

        for (var i = 1; i < 7; i++)
        {
            await runner.WriteAsync(
                runner.Event(EventType.Heartbeat) with
                {
                    Timestamp = silent.AddSeconds(2 * i),
                    Beat = new Beat(100 + i, 2, null),
                }
            );
        }

        await Expect(gap).ToHaveCountAsync(0);
        await Expect(page.Locator("#rows tr.fold .msg").First).ToContainTextAsync("14 heartbeats");
    }

    [Fact]
    public async Task Rows_far_out_of_sight_cost_no_layout_until_they_are_scrolled_to_again()
    {
        const string oldestIsShown =
            "document.querySelector('#rows tbody tr:last-child td').checkVisibility({ contentVisibilityAuto: true })";
        var runner = App.Runner(start: DateTimeOffset.UtcNow.AddMinutes(-20));
        await runner.StartAsync();
        await runner.BeatsAsync(520, 2);
        var page = await OpenAsync($"/sessions/{runner.Id}?beats=each");
        await LiveAsync(page);
        var rows = page.Locator("#rows tr[data-type]");

        foreach (var count in (int[])[200, 300, 400, 500, 521])
        {
            await page.Locator("#feed .scroll")
                .EvaluateAsync("box => box.scrollTo(0, box.scrollHeight)");
            await Expect(rows).ToHaveCountAsync(count);
        }

        await page.WaitForFunctionAsync($"() => {oldestIsShown}");
        var times = await rows.Locator("time")
            .EvaluateAllAsync<string[]>("times => times.map(time => time.dateTime)");
        Assert.Equal(times.OrderDescending(), times);

        await page.Locator("#feed .scroll").EvaluateAsync("box => box.scrollTo(0, 0)");
        await page.WaitForFunctionAsync($"() => !{oldestIsShown}");
    }

    [Fact]
    public async Task Log_lines_are_filtered_by_level_and_their_stack_traces_folded()
    {
        var runner = await StartedAsync();
        await runner.LogAsync(EventLevel.Info, "order book refreshed");
        await runner
            .After(0.1)
            .LogAsync(
                EventLevel.Error,
                "could not cancel",
                """{"exception.type":"BrokerException","exception.stacktrace":"BrokerException: gone\n  at A()\n  at B()\n  at C()"}"""
            );
        var page = await OpenAsync($"/sessions/{runner.Id}");
        await LiveAsync(page);
        var lines = page.Locator("#rows tr[data-type=log]");
        await Expect(lines).ToHaveCountAsync(2);

        await page.Locator("select[name=level]").SelectOptionAsync("warning");
        await Expect(lines).ToHaveCountAsync(1);
        await runner.After(0.1).LogAsync(EventLevel.Info, "refreshed again");
        await runner.After(0.1).LogAsync(EventLevel.Warning, "slow broker");
        await Expect(lines).ToHaveCountAsync(2);
        await Expect(lines.First).ToContainTextAsync("slow broker");

        await lines.Last.ClickAsync();
        var stack = page.Locator("#rows .opened details");
        await Expect(stack.Locator("summary")).ToContainTextAsync("4 lines");
        await Expect(stack.GetByText("at C()")).ToBeHiddenAsync();
        await stack.Locator("summary").ClickAsync();
        await Expect(stack.GetByText("at C()")).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("Escape");
        await Expect(stack).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_filter_stands_in_the_address_and_back_undoes_it()
    {
        var runner = App.Runner(start: DateTimeOffset.UtcNow.AddMinutes(-1));
        await Scripts.FinishedAsync(runner);
        var page = await OpenAsync($"/sessions/{runner.Id}");
        await LiveAsync(page);

        await page.Locator("select[name=type]").SelectOptionAsync("checkpoint");
        await Expect(page.Locator("#rows tr[data-type=checkpoint]")).ToHaveCountAsync(4);
        await Expect(page.Locator("#rows tr[data-key]")).ToHaveCountAsync(4);
        Assert.EndsWith("?type=checkpoint", page.Url, StringComparison.Ordinal);
        await page.Locator("select[name=phase]").SelectOptionAsync("data_phase");
        await Expect(page.Locator("#rows tr[data-key]")).ToHaveCountAsync(2);

        await page.GoBackAsync();
        await Expect(page.Locator("#rows tr[data-key]")).ToHaveCountAsync(4);
        await LiveAsync(page);
        await page.GoBackAsync();
        await Expect(page.Locator("#rows tr[data-type=runner_start]")).ToHaveCountAsync(1);
        await Expect(page.Locator("select[name=type]")).ToHaveValueAsync("");
        await LiveAsync(page);
        await page.GoForwardAsync();
        await Expect(page.Locator("select[name=type]")).ToHaveValueAsync("checkpoint");
    }

    [Fact]
    public async Task A_page_that_does_not_refresh_by_itself_has_missed_nothing_when_it_does_again()
    {
        var runner = await StartedAsync();
        var still = await OpenAsync($"/sessions/{runner.Id}");
        var moving = await OpenAsync($"/sessions/{runner.Id}");
        await LiveAsync(still);
        await LiveAsync(moving);
        await still.Locator("#live").ClickAsync();
        await Expect(still.Locator("#connection")).ToHaveTextAsync("paused");
        Assert.EndsWith("?live=off", still.Url, StringComparison.Ordinal);

        await runner.After(1).CheckAsync("schema_ok");
        await Expect(moving.Locator("#rows tr[data-type=checkpoint]")).ToHaveCountAsync(1);
        Assert.Equal(0, await still.Locator("#rows tr[data-type=checkpoint]").CountAsync());
        await still.Locator("#live").ClickAsync();

        await Expect(still.Locator("#rows tr[data-type=checkpoint]")).ToHaveCountAsync(1);
        await Expect(still.Locator("#checks [data-check=schema_ok]")).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task Attempts_at_one_thing_are_one_row_with_its_outcome()
    {
        var runner = await StartedAsync();
        var page = await OpenAsync($"/sessions/{runner.Id}");
        await LiveAsync(page);
        await runner.After(1).RetryAsync(1, "broker busy");
        await runner.After(1).RetryAsync(2, "broker busy");
        var row = page.Locator("#retries .retry");
        await Expect(row).ToHaveCountAsync(1);
        await Expect(row).ToContainTextAsync("Attempt 2/3");
        await Expect(row).ToContainTextAsync("next in");

        await runner.After(1).RetryAsync(3, "broker busy", EventStatus.Success);

        await Expect(row).ToHaveCountAsync(1);
        await Expect(row).ToContainTextAsync("Attempt 3/3");
        await Expect(row).ToContainTextAsync("recovered");
    }

    [Fact]
    public async Task Markup_in_every_text_field_stays_text()
    {
        const string evil = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>";
        var runner = App.Runner(id: "<img src=x onerror=alert(1)>");
        await runner.StartAsync(runnerName: evil);
        await runner.PhaseAsync(evil, 0);
        var page = await OpenAsync($"/sessions/{Uri.EscapeDataString(runner.Id)}");
        var asked = false;
        page.Dialog += (_, dialog) =>
        {
            asked = true;
            _ = dialog.DismissAsync();
        };
        await LiveAsync(page);

        await runner.After(0.5).CheckAsync(evil, EventStatus.Fail, evil);
        await runner.After(0.5).BeatAsync();
        await runner.After(0.5).RetryAsync(1, evil);
        await runner.After(0.5).ErrorAsync(evil, evil);

        await Expect(page.Locator("#rows tr[data-type=error] .msg"))
            .ToHaveTextAsync($"{evil}: {evil}");
        await Expect(page.Locator("#retries")).ToContainTextAsync(evil);
        await page.Locator("#rows tr[data-type=error]").ClickAsync();
        await Expect(page.Locator("#rows tr.opened")).ToContainTextAsync(evil);
        await Expect(page.Locator("main script[src], main img")).ToHaveCountAsync(0);
        Assert.False(asked);
    }

    [Fact]
    public async Task A_late_event_divides_the_group_that_it_belongs_into()
    {
        var runner = await StartedAsync();
        await BeatsAsync(runner, 3);
        var page = await OpenAsync($"/sessions/{runner.Id}");
        await LiveAsync(page);
        await BeatsAsync(runner, 3);
        var groups = page.Locator("#rows tr.beat .msg");
        await Expect(groups).ToHaveTextAsync([new Regex("^6 heartbeats")]);

        await runner.WriteAsync(
            runner.Event(EventType.Checkpoint) with
            {
                Timestamp = runner.Now.AddSeconds(-3),
                Checkpoint = "schema_ok",
            }
        );

        await Expect(groups)
            .ToHaveTextAsync([new Regex("^2 heartbeats"), new Regex("^4 heartbeats")]);
    }

    [Fact]
    public async Task Each_heartbeat_is_one_line()
    {
        var runner = await StartedAsync();
        await BeatsAsync(runner, 3);
        var page = await OpenAsync($"/sessions/{runner.Id}?beats=each");
        await LiveAsync(page);

        var heights = await page.Locator("#rows tr[data-type=heartbeat]")
            .EvaluateAllAsync<double[]>("rows => rows.map(row => row.offsetHeight)");

        Assert.Equal(3, heights.Length);
        Assert.All(heights, height => Assert.InRange(height, 10, 34));
    }

    [Fact]
    public async Task What_waits_for_a_reader_elsewhere_is_bounded_and_counted()
    {
        var runner = App.Runner(start: DateTimeOffset.UtcNow.AddHours(-1));
        await runner.StartAsync();
        await runner.PhaseAsync("api_phase", 0);
        await ChecksAsync(runner, 150);
        var page = await OpenAsync($"/sessions/{runner.Id}");
        await LiveAsync(page);
        await page.Locator("#feed .scroll").EvaluateAsync("box => box.scrollTo(0, 400)");
        await Expect(page.Locator("#follow")).ToHaveAttributeAsync("aria-pressed", "false");
        var rows = await page.Locator("#rows tbody tr").CountAsync();

        for (var sent = 0; sent < 3_000; sent += 300)
        {
            await ChecksAsync(runner, 300, from: 150 + sent);
            await Expect(page.Locator("#new-rows"))
                .ToHaveTextAsync($"{(sent + 300).ToString("N0", null)} new ↑");
        }

        Assert.InRange(await page.Locator("#rows tbody tr").CountAsync(), rows, rows + 100);
        await page.Locator("#new-rows").ClickAsync();
        await Expect(page.Locator("#rows tr[data-type]").First.Locator(".msg"))
            .ToContainTextAsync("check_3149");
        Assert.InRange(await page.Locator("#rows tbody tr").CountAsync(), 100, 600);
    }

    private static async Task ChecksAsync(ScriptedRunner runner, int count, int from = 0)
    {
        var events = new SessionEvent[count];
        for (var i = 0; i < count; i++)
        {
            events[i] = runner.After(0.1).Event(EventType.Checkpoint) with
            {
                Checkpoint = $"check_{from + i}",
                Status = EventStatus.Pass,
            };
        }

        await runner.WriteAsync(events);
    }

    private async Task<ScriptedRunner> StartedAsync()
    {
        var runner = App.Runner(start: DateTimeOffset.UtcNow.AddSeconds(-16));
        await runner.StartAsync();
        await runner.After(0.1).PhaseAsync("api_phase", 0);
        return runner;
    }

    private static async Task BeatsAsync(ScriptedRunner runner, int count)
    {
        for (var i = 0; i < count; i++)
        {
            await runner.After(2).BeatAsync();
        }
    }
}
