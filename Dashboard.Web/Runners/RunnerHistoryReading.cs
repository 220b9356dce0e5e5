using Dashboard.Web.SessionList;
using Dashboard.Web.Shell;
using Dashboard.Web.Views;
using Sessions;

namespace Dashboard.Web.Runners;

/// <summary>Reads what the page of one runner shows, from its newest sessions.</summary>
internal sealed class RunnerHistoryReading(
    ISessionReader reader,
    Verdicts verdicts,
    RunnerFigures figures
)
{
    /// <summary>Sessions that are listed; all of them are a link away.</summary>
    private const int Listed = 20;

    public async Task<RunnerModel> ReadAsync(
        RunnerStatus status,
        RunnerSessions sessions,
        TimeZoneInfo zone,
        CancellationToken cancellationToken
    )
    {
        var listed = sessions.Newest.Take(Listed).Select(s => sessions.States[s.Id]).ToArray();
        var sparks = await reader.SparkLinesAsync(
            [.. listed.Select(session => session.Id)],
            ListRow.SparkPoints,
            cancellationToken
        );
        var rows = new List<ListRow>();
        foreach (var session in listed)
        {
            rows.Add(
                new ListRow(
                    session,
                    await verdicts.OfAsync(session, cancellationToken),
                    status.Now,
                    sparks.GetValueOrDefault(session.Id) ?? []
                )
            );
        }

        return new RunnerModel
        {
            Status = status,
            Points =
            [
                .. status
                    .Outcomes.Reverse()
                    .Select(outcome => Point(outcome, sessions, status.Now)),
            ],
            Rows = rows,
            Figures = await figures.HistoryAsync(status, sessions, cancellationToken),
            Failures = Failures(status, sessions),
            FirstFailure = await FirstFailureAsync(status, cancellationToken),
            Zone = zone,
        };
    }

    private static RunnerPoint Point(
        RunnerOutcome outcome,
        RunnerSessions sessions,
        DateTimeOffset now
    )
    {
        var state = sessions.States[outcome.Session.Id];
        return new RunnerPoint(
            outcome,
            (
                outcome.Session.Duration
                ?? state.Runtime(outcome.IsBad ? state.LastEventAt : RunnerClock.Now(state, now))
            ).TotalSeconds,
            state.HasCapital && double.IsFinite(state.Roi) ? state.Roi : null
        );
    }

    private static IReadOnlyList<FailureReason> Failures(
        RunnerStatus status,
        RunnerSessions sessions
    ) =>
        [
            .. status
                .Outcomes.Where(outcome => outcome.IsBad)
                .GroupBy(outcome =>
                    sessions.States[outcome.Session.Id].Reason?.Text
                    ?? $"{VerdictLook.Of(outcome.Kind).Word}, no reason stated"
                )
                .Select(same => new FailureReason(same.Key, same.Count(), same.First().Session))
                .OrderByDescending(reason => reason.Count)
                .ThenByDescending(reason => reason.Latest.StartedAt),
        ];

    /// <summary>Where it fails now: its last good session and the one with which the failures began.</summary>
    private async Task<FirstFailure?> FirstFailureAsync(
        RunnerStatus status,
        CancellationToken cancellationToken
    )
    {
        var ended = status.Outcomes.Where(outcome => outcome.IsGood || outcome.IsBad).ToArray();
        var good = Array.FindIndex(ended, outcome => outcome.IsGood);
        if (good <= 0)
        {
            return null;
        }

        var (before, after) = (ended[good].Session, ended[good - 1].Session);
        return new FirstFailure(
            before,
            after,
            ChangedFacts.Between(
                await RunFactsReads.FindAsync(reader, before.Id, cancellationToken),
                await RunFactsReads.FindAsync(reader, after.Id, cancellationToken)
            )
        );
    }
}
