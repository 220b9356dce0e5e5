using System.Globalization;
using Alerts.Configuration;
using Alerts.Incidents;
using Sessions;

namespace Alerts.Watch;

/// <summary>Sessions of a runner in the respects that rules ask for: their checks, and figures with a limit.</summary>
internal sealed class SessionJudge(ISessionReader reader, RunnersNow runners, Rules rules)
{
    /// <param name="runner">The runner.</param>
    /// <param name="seen">The newest start that was looked at; null when only the newest session counts.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>For each respect, by the key of its incidents, the sessions from that start on, newest first.</returns>
    public async Task<IReadOnlyList<(string Key, IReadOnlyList<Judged> Sessions)>> JudgeAsync(
        string runner,
        DateTimeOffset? seen,
        CancellationToken cancellationToken
    )
    {
        var wantsChecks = rules.Want(IncidentKind.CheckFailed, runner);
        var limits = rules.LimitsOf(runner).ToArray();
        if (!wantsChecks && limits.Length == 0)
        {
            return [];
        }

        var sessions = (
            await reader.ListAsync(
                new SessionQuery
                {
                    RunnerName = runner,
                    From = seen == DateTimeOffset.MinValue ? null : seen,
                    Limit = seen is null ? 1 : RunnerSessions.MostSessions,
                },
                cancellationToken
            )
        ).Items;
        var found = new List<(string, IReadOnlyList<Judged>)>();
        if (wantsChecks)
        {
            var key = $"check:{runner}";
            found.Add((key, [.. sessions.Select(session => ByChecks(session, key))]));
        }

        // Several limits may be of one session.
        var figures = new Dictionary<string, IReadOnlyList<FigureSeries>>();
        foreach (var limit in limits)
        {
            var key = FigureKey(runner, limit);
            var judged = new List<Judged>();
            foreach (var session in sessions)
            {
                judged.Add(
                    ByFigure(
                        session,
                        key,
                        limit,
                        await ValuesAsync(session, limit.Figure, figures, cancellationToken)
                    )
                );
            }

            found.Add((key, judged));
        }

        return found;
    }

    /// <summary>The key of the incidents of a limit: another limit is another matter.</summary>
    public static string FigureKey(string runner, FigureLimit limit) => $"figure:{runner}:{limit}";

    private Judged ByChecks(SessionState session, string key) =>
        session.Counts.Failed > 0
            ? Bad(session, key, IncidentKind.CheckFailed, null, null)
            : NotBad(session, session.HasEnded);

    /// <summary>What adds up may still come to enough, or to too much, as long as the session runs.</summary>
    private Judged ByFigure(
        SessionState session,
        string key,
        FigureLimit limit,
        IReadOnlyList<(double Value, bool AddsUp)> values
    )
    {
        foreach (var (value, addsUp) in values)
        {
            var isFinal = session.HasEnded || !addsUp;
            if (value > limit.Above || (isFinal && value < limit.Below))
            {
                return Bad(
                    session,
                    key,
                    IncidentKind.Figure,
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{limit.Figure} is {Math.Round(value, 6)}; the rule asks for alerts {limit}."
                    ),
                    limit
                );
            }
        }

        return NotBad(
            session,
            session.HasEnded
                || values.Count > 0
                    && values.All(one =>
                        !one.AddsUp || limit.Above is null && one.Value >= limit.Below
                    )
        );
    }

    private async ValueTask<IReadOnlyList<(double Value, bool AddsUp)>> ValuesAsync(
        SessionState session,
        string figure,
        Dictionary<string, IReadOnlyList<FigureSeries>> read,
        CancellationToken cancellationToken
    )
    {
        switch (figure)
        {
            case "equity":
                return session.HasEquity ? [(session.CurrentEquity, false)] : [];
            case "pnl":
                return session.Pnl is { } pnl ? [(pnl, false)] : [];
            case "roi":
                return session.HasCapital ? [(session.Roi, false)] : [];
            case "duration":
                // By the runner's own clock.
                return [(session.Runtime(session.LastEventAt).TotalSeconds, true)];
        }

        if (!read.TryGetValue(session.Id, out var series))
        {
            series = await reader.FiguresAsync(session.Id, 2, cancellationToken);
            read.Add(session.Id, series);
        }

        return
        [
            .. series
                .Where(one => one.Figure.Name == figure)
                .Select(one => (one.Latest.Amount.Value, one.Figure.Kind != FigureKind.Gauge)),
        ];
    }

    private Judged Bad(
        SessionState session,
        string key,
        IncidentKind kind,
        string? sentence,
        FigureLimit? limit
    ) =>
        new(
            session.Id,
            session.StartedAt,
            Judgement.Bad,
            new Condition(
                key,
                kind,
                session.RunnerName,
                session.Id,
                session.EndedAt ?? runners.Now,
                sentence
            )
            {
                Limit = limit,
            }
        );

    private static Judged NotBad(SessionState session, bool isGood) =>
        new(session.Id, session.StartedAt, isGood ? Judgement.Good : Judgement.Undecided, null);
}
