using System.ComponentModel;
using Dashboard.Web.Api;
using Dashboard.Web.Runners;
using ModelContextProtocol.Server;
using Sessions;

namespace Dashboard.Web.Assistants;

/// <summary>Lists of runners, of sessions and of one session's events.</summary>
internal sealed class ListTools(
    ISessionReader reader,
    RunnerReading runners,
    SessionsByVerdict sessions,
    Named named,
    Links links,
    TimeProvider time
)
{
    /// <summary>Characters of events in one answer, about.</summary>
    private const int MostCharacters = 40_000;

    [McpServerTool(Name = "list_runners", Title = "List runners", UseStructuredContent = true)]
    [Description(
        "Lists runners by name, each with its state, its usual duration, its success rate and when its next session is due."
    )]
    public async Task<RunnerListAnswer> RunnersAsync(
        CancellationToken cancellationToken,
        [Description(
            "Only runners in these states: idle, running, overdue, failing; separated by commas"
        )]
            string? state = null,
        [Description("Part of the runner's name")] string? text = null,
        [Description("Runners in the answer, 1 to 100, 20 by default")] int? limit = null,
        [Description("The 'next' of the answer before")] string? cursor = null
    )
    {
        var page = await runners.ListAsync(
            new RunnerQuery
            {
                Text = text is null ? null : Sent.Unmarked(text),
                Limit = Arguments.Limit(limit, 20, 100),
                Cursor = cursor is null ? null : Uri.UnescapeDataString(Sent.Unmarked(cursor)),
            },
            Arguments.Names<RunnerState>(state, "state"),
            cancellationToken
        );
        return new RunnerListAnswer(
            [.. page.Items.Select(status => RunnerItem.Of(status, links))],
            page.Next is null ? null : Sent.Name(Uri.EscapeDataString(page.Next))
        );
    }

    [McpServerTool(Name = "list_sessions", Title = "List sessions", UseStructuredContent = true)]
    [Description(
        "Lists sessions, newest first by default, each with its verdict in a sentence, its start and its duration."
    )]
    public async Task<SessionListAnswer> SessionsAsync(
        CancellationToken cancellationToken,
        [Description("Only this runner's sessions")] string? runner = null,
        [Description(
            "Only sessions with these verdicts: running, late, lost, hung, recovering, telemetry_down, success, failed, error, timeout, cancelled; separated by commas"
        )]
            string? verdict = null,
        [Description(
            "Whether only sessions are listed that need attention: those that are not well, or that are lost or ended badly while no later one of their runner has succeeded"
        )]
            bool needs_attention = false,
        [Description("Part of the runner's name, or the start of the session's id")]
            string? text = null,
        [Description("Started at or after, ISO 8601")] string? from = null,
        [Description("Started before, ISO 8601")] string? to = null,
        [Description("start, duration or roi, the greatest first; start by default")]
            string? sort = null,
        [Description("Sessions in the answer, 1 to 100, 20 by default")] int? limit = null,
        [Description("The 'next' of the answer before")] string? cursor = null
    )
    {
        var query = new SessionQuery
        {
            RunnerName = runner is null
                ? null
                : (await named.RunnerAsync(runner, cancellationToken)).Status.Name,
            Text = text is null ? null : Sent.Unmarked(text),
            From = Arguments.Moment(from, "from"),
            To = Arguments.Moment(to, "to"),
            Sort = Arguments.Names<SessionSort>(sort, "sort").FirstOrDefault(),
            Limit = Arguments.Limit(limit, 20, 100),
            Cursor = cursor,
        };
        var wanted = WantedVerdicts.Of(
            Arguments.Names<VerdictKind>(verdict, "verdict"),
            needs_attention
        );
        var page = await sessions.ReadAsync(query, wanted, cancellationToken);
        var now = time.GetUtcNow();
        return new SessionListAnswer(
            [.. page.Items.Select(item => SessionItem.Of(item.Session, item.Verdict, now, links))],
            page.Next
        );
    }

    [McpServerTool(Name = "list_events", Title = "List events", UseStructuredContent = true)]
    [Description(
        "Lists a session's events, newest first: phases, checkpoints, errors, retries, trades and log lines. Heartbeats are many; leave them out with 'type'."
    )]
    public async Task<EventListAnswer> EventsAsync(
        [Description("The session's id, its beginning, or the address of its page")] string session,
        CancellationToken cancellationToken,
        [Description(
            "Only these types: runner_start, runner_end, phase_start, phase_end, checkpoint, heartbeat, summary_updated, error, autocorrect_attempt, trade, log; separated by commas"
        )]
            string? type = null,
        [Description("Only these levels: debug, info, warning, error; separated by commas")]
            string? level = null,
        [Description("Only these phases, separated by commas")] string? phase = null,
        [Description("Part of the message, checkpoint or error type")] string? text = null,
        [Description("At or after, ISO 8601")] string? from = null,
        [Description("Before, ISO 8601")] string? to = null,
        [Description("Whether every attribute is told, for example a stack trace")]
            bool details = false,
        [Description("Events in the answer, 1 to 200, 30 by default")] int? limit = null,
        [Description("The 'next' of the answer before: only older events")] string? before = null
    )
    {
        var state = await named.SessionAsync(session, cancellationToken);
        var query = new EventQuery
        {
            SessionId = state.Id,
            Types = Arguments.Names<EventType>(type, "type"),
            Levels = Arguments.Names<EventLevel>(level, "level"),
            Phases = Arguments.Texts(phase),
            Text = text is null ? null : Sent.Unmarked(text),
            From = Arguments.Moment(from, "from"),
            To = Arguments.Moment(to, "to"),
            Limit = Arguments.Limit(limit, 30, 200),
            Before = Arguments.Cursor(before),
        };
        var page = await reader.EventsAsync(query, cancellationToken);
        var (shown, characters, next) = (new List<EventItem>(), 0, page.Next);
        foreach (var stored in page.Items)
        {
            var item = EventItem.Of(stored.Event, details);
            characters +=
                120 + (item.Message?.Marked.Length ?? 0) + (item.Details?.Marked.Length ?? 0);
            if (characters > MostCharacters)
            {
                next = EventCursor.Of(page.Items[shown.Count - 1].Event).ToString();
                break;
            }

            shown.Add(item);
        }

        return new EventListAnswer(Sent.Name(state.Id), shown, next, links.Session(state.Id));
    }
}
