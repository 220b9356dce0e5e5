using Dashboard.Web.Telemetry;
using Dashboard.Web.Views;
using Sessions;

namespace Dashboard.Web.Runners;

/// <summary>Reads runners and judges them now: the one function, given what this process knows of the collector.</summary>
internal sealed class RunnerReading(ISessionReader reader, Verdicts verdicts, CollectorClock clock)
{
    /// <summary>Runners that are judged for one answer at most; its cursor goes on from there.</summary>
    private const int MostJudged = 1_000;

    /// <summary>The present moment by the collector's clock, UTC.</summary>
    public DateTimeOffset Now => clock.Now;

    /// <summary>Runners by name, of certain states if any is wanted.</summary>
    public async Task<Page<RunnerStatus>> ListAsync(
        RunnerQuery query,
        IReadOnlyCollection<RunnerState> wanted,
        CancellationToken cancellationToken
    )
    {
        var found = new List<RunnerStatus>();
        var left = query;
        for (var judged = 0; judged < MostJudged; )
        {
            var page = await reader.RunnersAsync(
                left with
                {
                    Limit = query.Limit - found.Count,
                },
                cancellationToken
            );
            foreach (var runner in page.Items)
            {
                var status = await StatusAsync(runner, cancellationToken);
                if (wanted.Count == 0 || wanted.Contains(status.State))
                {
                    found.Add(status);
                }
            }

            judged += page.Items.Count;
            left = left with { Cursor = page.Next };
            if (page.Next is null || found.Count == query.Limit)
            {
                break;
            }
        }

        return new Page<RunnerStatus>(found, left.Cursor);
    }

    /// <summary>One runner with its newest sessions, or null.</summary>
    public async Task<(RunnerStatus Status, RunnerSessions Sessions)?> FindAsync(
        string name,
        CancellationToken cancellationToken
    ) =>
        await reader.FindRunnerAsync(name, cancellationToken) is { } runner
            ? (await StatusAsync(runner, cancellationToken), runner)
            : null;

    private async ValueTask<RunnerStatus> StatusAsync(
        RunnerSessions runner,
        CancellationToken cancellationToken
    )
    {
        // What earlier sessions teach matters to those that have not ended.
        var open = runner.Newest.FirstOrDefault(session => !session.HasEnded);
        var history = open.Id is { } id
            ? await verdicts.HistoryAsync(runner.States[id], cancellationToken)
            : RunnerHistory.Empty;
        return RunnerStatus.Of(runner, verdicts.Context(history));
    }
}
