using System.ComponentModel;
using Dashboard.Web.Runners;
using Dashboard.Web.Views;
using ModelContextProtocol;
using ModelContextProtocol.Server;
using Sessions;

namespace Dashboard.Web.Assistants;

/// <summary>Why a session failed, from what it said and from what was different when it last succeeded.</summary>
internal sealed class FailureTool(
    ISessionReader reader,
    Verdicts verdicts,
    Named named,
    Links links,
    TimeProvider time
)
{
    private const int Most = 10;

    [McpServerTool(
        Name = "why_did_it_fail",
        Title = "Why did it fail",
        UseStructuredContent = true
    )]
    [Description(
        "Says why a session failed, hangs or is lost: the stated reason, the phase, failed checkpoints, the last warnings and errors, and what changed since the runner's last success. Give a session, or a runner for its newest session that went wrong."
    )]
    public async Task<FailureAnswer> AskAsync(
        CancellationToken cancellationToken,
        [Description("The session's id, its beginning, or the address of its page")]
            string? session = null,
        [Description("The runner's name, or the address of its page")] string? runner = null
    )
    {
        var state = await FindAsync(session, runner, cancellationToken);
        var verdict = await verdicts.OfAsync(state, cancellationToken);
        var before = await reader.ListAsync(
            new SessionQuery
            {
                RunnerName = state.RunnerName,
                Status = SessionStatus.Success,
                To = state.StartedAt,
                Limit = 1,
            },
            cancellationToken
        );
        var good = before.Items is [var last] ? last : null;
        return new FailureAnswer
        {
            Session = SessionItem.Of(state, verdict, time.GetUtcNow(), links),
            WentWrong = !verdict.IsHealthy && verdict.Kind != VerdictKind.Cancelled,
            Reason = Sent.Of(state.Reason?.Text),
            PhasesThatFailed =
            [
                .. state
                    .NamedPhases.Where(phase =>
                        phase.Status
                            is PhaseStatus.Failed
                                or PhaseStatus.Error
                                or PhaseStatus.Timeout
                    )
                    .Take(Most)
                    .Select(phase => Sent.Name(phase.Name)),
            ],
            FailedCheckpoints = await EventsAsync(
                state,
                query => query with { Types = [EventType.Checkpoint], Levels = [EventLevel.Error] },
                cancellationToken
            ),
            LastWarningsAndErrors = await EventsAsync(
                state,
                query => query with { Levels = [EventLevel.Warning, EventLevel.Error] },
                cancellationToken
            ),
            LastGoodSession = good is null ? null : Sent.Name(good.Id),
            ChangesSinceThen = good is null
                ? null
                : HistoryTool.Changes(
                    ChangedFacts.Between(
                        await RunFactsReads.FindAsync(reader, good.Id, cancellationToken),
                        await RunFactsReads.FindAsync(reader, state.Id, cancellationToken)
                    )
                ),
            CompareLink = good is null ? null : links.Compare(good.Id, state.Id),
        };
    }

    private async Task<SessionState> FindAsync(
        string? session,
        string? runner,
        CancellationToken cancellationToken
    )
    {
        if (!string.IsNullOrWhiteSpace(session))
        {
            return await named.SessionAsync(session, cancellationToken);
        }

        if (string.IsNullOrWhiteSpace(runner))
        {
            throw new McpException("Give 'session' or 'runner'.");
        }

        var (status, sessions) = await named.RunnerAsync(runner, cancellationToken);
        var wrong = status.Outcomes.FirstOrDefault(
            outcome => outcome.IsBad || outcome.Kind is VerdictKind.Late or VerdictKind.Hung,
            status.Outcomes[0]
        );
        return sessions.States.TryGetValue(wrong.Session.Id, out var known)
            ? known
            : await named.SessionAsync(wrong.Session.Id, cancellationToken);
    }

    private async Task<IReadOnlyList<EventItem>> EventsAsync(
        SessionState state,
        Func<EventQuery, EventQuery> choose,
        CancellationToken cancellationToken
    )
    {
        var page = await reader.EventsAsync(
            choose(new EventQuery { SessionId = state.Id, Limit = Most }),
            cancellationToken
        );
        return
        [
            .. page.Items.Select(stored =>
                EventItem.Of(stored.Event, withDetails: stored.Event.Type == EventType.Error)
            ),
        ];
    }
}

/// <summary>Why a session failed.</summary>
internal sealed record FailureAnswer : Answer
{
    public required SessionItem Session { get; init; }

    /// <summary>False when it is well, succeeded or was cancelled: then there is nothing to explain.</summary>
    public required bool WentWrong { get; init; }

    /// <summary>As the runner stated it; absent where it stated none.</summary>
    public Sent? Reason { get; init; }

    public required IReadOnlyList<Sent> PhasesThatFailed { get; init; }

    /// <summary>Newest first.</summary>
    public required IReadOnlyList<EventItem> FailedCheckpoints { get; init; }

    /// <summary>Newest first, errors with their attributes.</summary>
    public required IReadOnlyList<EventItem> LastWarningsAndErrors { get; init; }

    /// <summary>The runner's last success before it; absent without one.</summary>
    public Sent? LastGoodSession { get; init; }

    /// <summary>Parameters, version and host that are not as in the last good session; empty when all are the same.</summary>
    public IReadOnlyList<ChangeItem>? ChangesSinceThen { get; init; }

    public string? CompareLink { get; init; }
}
