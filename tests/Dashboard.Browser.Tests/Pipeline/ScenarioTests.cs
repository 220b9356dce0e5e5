using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Dashboard.Web.Shell;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Dashboard.Browser.Tests.Pipeline;

public sealed class ScenarioTests(Scenarios scenarios, Chromium chromium) : IClassFixture<Scenarios>
{
    [Theory]
    [InlineData("success", "success", @"^Finished after [\d.]+ m?s; 3 of 3 phases done\.$")]
    [InlineData(
        "fail",
        "failed",
        @"^Failed in Api Phase after .+; 2 of 3 phases done, 1 of 9 checks failed\.$"
    )]
    [InlineData(
        "error",
        "error",
        @"^Stopped by an error in Api Phase after .+; 2 of 3 phases done\.$"
    )]
    [InlineData(
        "timeout",
        "timeout",
        @"^Stopped at its time limit in Api Phase after .+; 2 of 3 phases done\.$"
    )]
    [InlineData("hang", "success", @"^Finished after .+; 3 of 3 phases done\.$")]
    [InlineData(
        "crash",
        "lost",
        @"^No heartbeat for .+, since \d\d:\d\d:\d\d \(expected every .+\)\. The runner crashed or lost its connection\.$"
    )]
    [InlineData("retry", "success", @"^Finished after .+; 3 of 3 phases done\.$")]
    [InlineData(
        "silent",
        "lost",
        @"^No heartbeat for .+, since \d\d:\d\d:\d\d \(expected every .+\)\. The runner crashed or lost its connection\.$"
    )]
    public async Task A_scenario_has_its_verdict_and_sentence_wherever_it_is_shown(
        string scenario,
        string verdict,
        string sentence
    )
    {
        var id = await scenarios.IdAsync(scenario);
        await using var context = await OpenContextAsync();
        var page = await context.NewPageAsync();

        await page.GotoAsync($"/sessions/{id}");
        await Expect(page.Locator("#verdict")).ToHaveAttributeAsync("data-verdict", verdict);
        await Expect(page.Locator("#verdict p").First).ToHaveTextAsync(new Regex(sentence));
        await page.GotoAsync($"/?q={id}");
        await Expect(page.Locator($"#s-{id}")).ToHaveAttributeAsync("data-verdict", verdict);
        await Expect(page.Locator($"#s-{id} .sentence")).ToHaveTextAsync(new Regex(sentence));

        using var client = scenarios.App.CreateClient();
        var api = JsonNode.Parse(await client.GetStringAsync($"/api/sessions/{id}"))!;
        using var health = await client.GetAsync($"/health/sessions/{id}");
        Assert.Equal(verdict, (string)api["verdict"]!);
        Assert.Equal(verdict == "success" ? 200 : 503, (int)health.StatusCode);
    }

    [Fact]
    public async Task A_runner_that_beats_and_does_not_work_becomes_hung_while_one_looks()
    {
        var id = await scenarios.LiveIdAsync("hanging");
        await using var context = await OpenContextAsync();
        var page = await context.NewPageAsync();
        await page.GotoAsync($"/sessions/{id}");

        await Expect(page.Locator("#verdict"))
            .ToHaveAttributeAsync("data-verdict", "hung", new() { Timeout = 60_000 });

        await Expect(page.Locator("#verdict p").First)
            .ToHaveTextAsync(
                new Regex(
                    @"^Alive, but no progress in Api Phase for .+, since \d\d:\d\d:\d\d \(usually at most .+\)\.$"
                )
            );
        await Expect(page).ToHaveTitleAsync(new Regex("Hung"));
        await page.GotoAsync("/?verdict=attention");
        await Expect(page.Locator($"#s-{id}")).ToHaveAttributeAsync("data-verdict", "hung");
    }

    [Fact]
    public async Task A_runner_between_two_attempts_is_recovering_and_says_why()
    {
        scenarios.Start("retrying", "retry", ("--Runner:Retry:Delay", "00:00:30"));
        var id = await scenarios.LiveIdAsync("retrying");
        await using var context = await OpenContextAsync();
        var page = await context.NewPageAsync();
        await page.GotoAsync($"/sessions/{id}");

        await Expect(page.Locator("#verdict"))
            .ToHaveAttributeAsync("data-verdict", "recovering", new() { Timeout = 60_000 });

        await Expect(page.Locator("#verdict p").First)
            .ToHaveTextAsync(new Regex(@"^Attempt \d of 3 in Api Phase since .+broker is busy"));
    }

    [Theory]
    [InlineData("success")]
    [InlineData("fail")]
    [InlineData("error")]
    [InlineData("timeout")]
    [InlineData("hang")]
    [InlineData("retry")]
    public async Task Every_number_on_the_page_is_the_apis_and_is_that_of_the_events(
        string scenario
    )
    {
        var id = await scenarios.IdAsync(scenario);
        using var client = scenarios.App.CreateClient();
        var api = JsonNode.Parse(await client.GetStringAsync($"/api/sessions/{id}"))!;
        var events = JsonNode.Parse(
            await client.GetStringAsync($"/api/sessions/{id}/events?limit=10000")
        )!["items"]!.AsArray();
        await using var context = await OpenContextAsync();
        var page = await context.NewPageAsync();
        await page.GotoAsync($"/sessions/{id}");

        var (capital, equity) = ((double)api["initial_capital"]!, (double)api["current_equity"]!);
        var (wins, trades) = ((long)api["totals"]!["wins"]!, (long)api["totals"]!["trades"]!);
        await FieldAsync("capital", Money.Of(capital, "EUR"));
        await FieldAsync("equity", Money.Of(equity, "EUR"));
        await FieldAsync("pnl", Money.Signed(equity - capital, "EUR"));
        await FieldAsync("roi", Money.SignedPercent((double)api["roi"]!));
        var none = (string?)api["status"] == "running" ? "no closed trade yet" : "no closed trade";
        await FieldAsync("wins", trades > 0 ? $"{wins}/{trades} wins" : none);
        await FieldAsync("phases-done", $"{api["phases_completed"]}/{api["phases_total"]}");
        await FieldAsync("events", $"{api["counts"]!["events"]}");
        await FieldAsync("beats", $"{api["counts"]!["heartbeats"]}");
        await FieldAsync("checkpoints", $"{api["counts"]!["checkpoints"]}");
        await FieldAsync("errors", $"{api["counts"]!["errors"]}");
        await FieldAsync("retries", $"{api["counts"]!["retries"]}");

        Assert.Equal(events.Count, (int)api["counts"]!["events"]!);
        Assert.Equal(Count("heartbeat"), (int)api["counts"]!["heartbeats"]!);
        Assert.Equal(Count("checkpoint"), (int)api["counts"]!["checkpoints"]!);
        Assert.Equal(Count("error"), (int)api["counts"]!["errors"]!);
        Assert.Equal(Count("autocorrect_attempt"), (int)api["counts"]!["retries"]!);
        Assert.Equal(
            events
                .Where(e => e!["metrics"]?["equity"] is not null)
                .MaxBy(e => (DateTimeOffset)e!["timestamp"]!)!["metrics"]![
                "equity"
            ]!.GetValue<double>(),
            equity
        );
        Assert.Equal((equity - capital) / capital * 100, (double)api["roi"]!, 9);
        Assert.Equal(
            events
                .Where(e => e!["metrics"]?["trades"] is not null)
                .GroupBy(e => (string?)e!["phase"])
                .Where(phase => phase.Key is not null)
                .Sum(phase => phase.Max(e => (long)e!["metrics"]!["trades"]!)),
            trades
        );
        Assert.Equal(
            events.Count(e =>
                (string)e!["type"]! == "phase_end" && (string?)e["status"] == "success"
            ),
            (int)api["phases_completed"]!
        );

        Task FieldAsync(string name, string expected) =>
            Expect(page.Locator($"[data-field={name}]").First).ToHaveTextAsync(expected);

        int Count(string type) => events.Count(e => (string)e!["type"]! == type);
    }

    private Task<IBrowserContext> OpenContextAsync() =>
        chromium.Browser.NewContextAsync(
            new()
            {
                BaseURL = scenarios.App.Address.ToString(),
                TimezoneId = "Europe/Berlin",
                Locale = "en-GB",
            }
        );
}
