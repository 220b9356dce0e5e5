using System.ComponentModel;
using Dashboard.Web.Runners;
using ModelContextProtocol.Server;

namespace Dashboard.Web.Assistants;

/// <summary>What a runner's newest sessions come to.</summary>
internal sealed class HistoryTool(RunnerHistoryReading histories, Named named, Links links)
{
    private const int MostReasons = 10;

    private const int MostChanges = 20;

    [McpServerTool(
        Name = "runner_history",
        Title = "History of a runner",
        UseStructuredContent = true
    )]
    [Description(
        "One runner over its newest sessions (at most 50): state, schedule, usual duration, success rate, the sessions themselves, failures by reason, and, where it fails now, what changed since its last success."
    )]
    public async Task<RunnerHistoryAnswer> ReadAsync(
        [Description("The runner's name, or the address of its page")] string runner,
        CancellationToken cancellationToken,
        [Description("Sessions in the answer, 1 to 20, 10 by default")] int? limit = null
    )
    {
        var (status, sessions) = await named.RunnerAsync(runner, cancellationToken);
        var history = await histories.ReadAsync(
            status,
            sessions,
            TimeZoneInfo.Utc,
            cancellationToken
        );
        return new RunnerHistoryAnswer
        {
            Runner = RunnerItem.Of(status, links),
            SessionsLookedAt = status.Outcomes.Count,
            Sessions =
            [
                .. history
                    .Rows.Take(Arguments.Limit(limit, 10, 20))
                    .Select(row => SessionItem.Of(row.State, row.Verdict, row.Now, links)),
            ],
            Failures =
            [
                .. history
                    .Failures.Take(MostReasons)
                    .Select(reason => new ReasonItem(
                        Sent.Of(reason.Text),
                        reason.Count,
                        Sent.Name(reason.Latest.Id),
                        links.Session(reason.Latest.Id)
                    )),
            ],
            BeganToFail = history.FirstFailure is { } first
                ? new FirstFailureItem(
                    Sent.Name(first.Good.Id),
                    Sent.Name(first.Bad.Id),
                    Changes(first.Changes),
                    links.Compare(first.Good.Id, first.Bad.Id)
                )
                : null,
        };
    }

    public static IReadOnlyList<ChangeItem> Changes(IEnumerable<ChangedFact> changes) =>
        [
            .. changes
                .Take(MostChanges)
                .Select(change => new ChangeItem(
                    Sent.Of(change.Name, 100),
                    Sent.Of(change.Before, 200),
                    Sent.Of(change.After, 200)
                )),
        ];
}
