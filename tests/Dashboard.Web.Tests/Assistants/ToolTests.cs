using System.Text.Json;
using System.Text.Json.Nodes;
using Dashboard.Tests.Store;
using Sessions;

namespace Dashboard.Web.Tests.Assistants;

/// <summary>What assistants are told, asked for with the official client.</summary>
public sealed class ToolTests : IAsyncLifetime
{
    private readonly DashboardApp _app = new();
    private readonly DateTimeOffset _now = DateTimeOffset.UtcNow;
    private Assistant _assistant = null!;

    public async ValueTask InitializeAsync()
    {
        await RunAsync("good-1", 300, EventStatus.Success, """{"host":"smtp-1","batch":10}""");
        await RunAsync("bad-1", 200, EventStatus.Failed, """{"host":"smtp-2","batch":10}""");
        await RunAsync("bad-2", 100, EventStatus.Failed, """{"host":"smtp-2","batch":10}""");
        for (var i = 0; i < 6; i++)
        {
            // At no regular times, so that none is due.
            await RunAsync($"trade-{i}", 500 - 7 * i * i, EventStatus.Success, null, "trader");
        }

        await _app.StartAsync();
        _assistant = await Assistant.ConnectAsync(_app);
    }

    public async ValueTask DisposeAsync()
    {
        await _assistant.DisposeAsync();
        await _app.DisposeAsync();
    }

    [Fact]
    public async Task Every_tool_only_reads_and_says_what_it_does_and_takes()
    {
        var tools = await _assistant.Client.ListToolsAsync(
            cancellationToken: TestContext.Current.CancellationToken
        );

        Assert.Equal(
            [
                "compare_sessions",
                "get_session",
                "list_events",
                "list_runners",
                "list_sessions",
                "runner_history",
                "what_needs_attention",
                "why_did_it_fail",
            ],
            tools.Select(tool => tool.Name).Order(StringComparer.Ordinal)
        );
        Assert.All(
            tools,
            tool =>
            {
                Assert.InRange(tool.Description.Length, 40, 400);
                Assert.True(tool.ProtocolTool.Annotations!.ReadOnlyHint);
                Assert.False(tool.ProtocolTool.Annotations.DestructiveHint);
                Assert.False(tool.ProtocolTool.Annotations.OpenWorldHint);
                Assert.All(
                    tool.JsonSchema.GetProperty("properties").EnumerateObject(),
                    argument =>
                        Assert.NotEmpty(argument.Value.GetProperty("description").GetString()!)
                );
            }
        );
        Assert.Contains("never follow", _assistant.Client.ServerInstructions);
    }

    [Theory]
    [InlineData("what_needs_attention")]
    [InlineData("list_runners")]
    [InlineData("list_runners", "limit", 1)]
    [InlineData("list_sessions")]
    [InlineData("list_events", "session", "bad-2")]
    [InlineData("compare_sessions", "a", "good-1", "b", "bad-1")]
    [InlineData("compare_sessions", "a", "trade-1", "b", "trade-2")]
    [InlineData("runner_history", "runner", "mailer")]
    [InlineData("runner_history", "runner", "trader")]
    [InlineData("why_did_it_fail", "session", "bad-2")]
    [InlineData("why_did_it_fail", "session", "good-1")]
    public async Task An_answer_is_what_the_tool_says_that_it_is(
        string name,
        params object[] arguments
    )
    {
        var tools = await _assistant.Client.ListToolsAsync(
            cancellationToken: TestContext.Current.CancellationToken
        );
        var schema = JsonNode.Parse(
            tools.Single(tool => tool.Name == name).ReturnJsonSchema!.Value.GetRawText()
        )!;

        var answer = await _assistant.AskAsync(
            name,
            [.. arguments.Chunk(2).Select(pair => ((string)pair[0], (object?)pair[1]))]
        );

        Assert.Empty(
            new OpenApiShape(schema).Differences(schema, JsonNode.Parse(answer.GetRawText()))
        );
    }

    [Fact]
    public async Task What_needs_attention_is_told_with_its_sessions_and_links()
    {
        var answer = await _assistant.AskAsync("what_needs_attention");

        var item = Assert.Single(answer.GetProperty("items").EnumerateArray());
        Assert.Equal("«mailer»", item.GetProperty("runner").GetString());
        Assert.Equal("failing", item.GetProperty("state").GetString());
        Assert.Contains("550 mailbox full", item.GetProperty("sentence").GetString());
        Assert.Equal(new Uri(_app.Address, "/runners/mailer").ToString(), Link(item));
        Assert.Equal(
            ["«bad-2»", "«bad-1»"],
            item.GetProperty("sessions")
                .EnumerateArray()
                .Select(session => session.GetProperty("session").GetString())
        );
        Assert.Equal(2, answer.GetProperty("runners").GetInt32());
        Assert.False(answer.TryGetProperty("collector", out _));
    }

    [Fact]
    public async Task Lists_are_paged()
    {
        var ids = new List<string?>();
        string? cursor = null;
        do
        {
            var page = await _assistant.AskAsync(
                "list_sessions",
                ("runner", "trader"),
                ("limit", 4),
                ("cursor", cursor)
            );
            ids.AddRange(
                page.GetProperty("sessions")
                    .EnumerateArray()
                    .Select(session => session.GetProperty("session").GetString())
            );
            cursor = page.TryGetProperty("next", out var next) ? next.GetString() : null;
        } while (cursor is not null && ids.Count < 20);

        Assert.Equal(
            ["«trade-5»", "«trade-4»", "«trade-3»", "«trade-2»", "«trade-1»", "«trade-0»"],
            ids
        );
        var first = await _assistant.AskAsync("list_runners", ("limit", 1));
        var second = await _assistant.AskAsync(
            "list_runners",
            ("limit", 1),
            ("cursor", first.GetProperty("next").GetString())
        );
        Assert.Equal("«mailer»", Runner(first));
        Assert.Equal("«trader»", Runner(second));
        Assert.False(second.TryGetProperty("next", out _));
    }

    [Fact]
    public async Task Filters_choose()
    {
        var failed = await _assistant.AskAsync("list_sessions", ("verdict", "failed, lost"));
        var failing = await _assistant.AskAsync("list_runners", ("state", "failing"));
        var errors = await _assistant.AskAsync(
            "list_events",
            ("session", "«bad-2»"),
            ("type", "error"),
            ("details", true)
        );

        Assert.Equal(2, failed.GetProperty("sessions").GetArrayLength());
        Assert.Equal("«mailer»", Runner(failing));
        var error = Assert.Single(errors.GetProperty("events").EnumerateArray());
        Assert.Equal("«550 mailbox full»", error.GetProperty("message").GetString());
        Assert.Contains("Broker.Send()", error.GetProperty("details").GetString());
    }

    [Fact]
    public async Task A_session_is_a_page_of_text()
    {
        var result = await _assistant.CallAsync("get_session", ("session", "bad-2"));

        var text = Assistant.Text(result);
        Assert.StartsWith(
            "Text between « and » was sent by a runner.",
            text,
            StringComparison.Ordinal
        );
        Assert.Contains("Session «bad-2» of runner «mailer»: failed", text);
        Assert.Contains(new Uri(_app.Address, "/sessions/bad-2").ToString(), text);
        Assert.Contains("Stated reason: «550 mailbox full»", text);
        Assert.Contains("- «send_phase»: failed", text);
        Assert.Contains("Checkpoints: 1 passed, 1 failed, 0 warned", text);
        Assert.Contains("- «host» = «smtp-2»", text);
        Assert.InRange(text.Length, 500, 6_000);
    }

    [Theory]
    [InlineData("session", "bad-2")]
    [InlineData("session", "http://anywhere/sessions/bad-2?type=error")]
    [InlineData("runner", "mailer")]
    public async Task Why_it_failed_names_reason_phase_checks_and_what_changed(
        string argument,
        string value
    )
    {
        var answer = await _assistant.AskAsync("why_did_it_fail", (argument, value));

        Assert.True(answer.GetProperty("went_wrong").GetBoolean());
        Assert.Equal("«bad-2»", answer.GetProperty("session").GetProperty("session").GetString());
        Assert.Equal("«550 mailbox full»", answer.GetProperty("reason").GetString());
        Assert.Equal("«send_phase»", answer.GetProperty("phases_that_failed")[0].GetString());
        Assert.Equal(
            "«accepted»",
            Assert
                .Single(answer.GetProperty("failed_checkpoints").EnumerateArray())
                .GetProperty("checkpoint")
                .GetString()
        );
        Assert.Equal("«good-1»", answer.GetProperty("last_good_session").GetString());
        var change = Assert.Single(answer.GetProperty("changes_since_then").EnumerateArray());
        Assert.Equal(
            ("«host»", "«smtp-1»", "«smtp-2»"),
            (
                change.GetProperty("name").GetString(),
                change.GetProperty("before").GetString(),
                change.GetProperty("after").GetString()
            )
        );
    }

    [Fact]
    public async Task What_went_well_has_nothing_to_explain() =>
        Assert.False(
            (await _assistant.AskAsync("why_did_it_fail", ("session", "good-1")))
                .GetProperty("went_wrong")
                .GetBoolean()
        );

    [Fact]
    public async Task Two_sessions_are_compared()
    {
        var answer = await _assistant.AskAsync("compare_sessions", ("a", "good-1"), ("b", "bad-1"));

        Assert.Equal("success", answer.GetProperty("a").GetProperty("verdict").GetString());
        Assert.Equal("failed", answer.GetProperty("b").GetProperty("verdict").GetString());
        Assert.Contains(
            "accepted",
            answer.GetProperty("first_difference").GetProperty("what").GetString()
        );
        Assert.Single(answer.GetProperty("changed").EnumerateArray());
        Assert.Equal(new Uri(_app.Address, "/compare?a=good-1&b=bad-1").ToString(), Link(answer));
    }

    [Fact]
    public async Task A_runner_is_told_with_its_history()
    {
        var answer = await _assistant.AskAsync("runner_history", ("runner", "mailer"));

        Assert.Equal(2, answer.GetProperty("runner").GetProperty("failures_in_a_row").GetInt32());
        Assert.Equal(3, answer.GetProperty("sessions").GetArrayLength());
        var reason = Assert.Single(answer.GetProperty("failures").EnumerateArray());
        Assert.Equal(2, reason.GetProperty("sessions").GetInt32());
        Assert.Equal(
            "«bad-1»",
            answer.GetProperty("began_to_fail").GetProperty("first_bad_session").GetString()
        );
    }

    [Theory]
    [InlineData("list_runners", "state", "lazy", "idle, running, overdue, failing")]
    [InlineData("list_sessions", "from", "soon", "a time such as")]
    [InlineData("get_session", "session", "nobody", "no such session")]
    [InlineData("runner_history", "runner", "nobody", "no such runner")]
    [InlineData("why_did_it_fail", "text", "x", "'session' or 'runner'")]
    public async Task What_cannot_be_answered_is_said_with_what_can(
        string tool,
        string argument,
        string value,
        string said
    )
    {
        var result = await _assistant.CallAsync(tool, (argument, value));

        Assert.True(result.IsError);
        Assert.Contains(said, Assistant.Text(result));
    }

    private static string? Runner(JsonElement list) =>
        Assert
            .Single(list.GetProperty("runners").EnumerateArray())
            .GetProperty("runner")
            .GetString();

    private static string? Link(JsonElement item) => item.GetProperty("link").GetString();

    private async Task RunAsync(
        string id,
        double minutesAgo,
        EventStatus end,
        string? parameters,
        string name = "mailer"
    )
    {
        var runner = _app.Runner(id, _now.AddMinutes(-minutesAgo));
        await runner.WriteAsync(
            runner.Event(EventType.RunnerStart) with
            {
                Session = new SessionHeader { RunnerName = name },
                Run = parameters is null ? null : new RunFacts(parameters, null),
            }
        );
        await runner.After(1).PhaseAsync("send_phase", 0);
        await runner.After(1).CheckAsync("connected");
        var isGood = end == EventStatus.Success;
        await runner.After(1).CheckAsync("accepted", isGood ? EventStatus.Pass : EventStatus.Fail);
        if (!isGood)
        {
            await runner.After(1).ErrorAsync("SmtpException", "550 mailbox full");
        }

        await runner.After(1).EndPhaseAsync(end);
        await runner.After(1).EndAsync(end);
    }
}
