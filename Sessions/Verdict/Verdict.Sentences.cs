namespace Sessions;

public sealed partial record Verdict
{
    private static Verdict Running(SessionState session)
    {
        var phase = session.CurrentPhase;
        var where =
            phase is not null ? PhaseTitle.Of(phase.Name)
            : session.NamedPhases.Any() ? "Between phases"
            : "No phase yet";
        string?[] which =
        [
            session.PlaceOf(phase?.OpenRun) is { } place
                ? $"{place} of {session.PhasesTotal}"
                : null,
            phase is { RunCount: > 1 } ? $"run {phase.RunCount}" : null,
        ];
        if (string.Join(", ", which.OfType<string>()) is { Length: > 0 } words)
        {
            where += $" ({words})";
        }

        if (phase?.Done is { } done)
        {
            where += $", {Math.Floor(done * 100)} % done";
        }

        var signs = session.Liveness switch
        {
            { LastBeatAt: null } => "receiving events; this runner sends no heartbeats",
            { ReportsProgress: false } => "receiving heartbeats; this runner reports no progress",
            _ => "healthy",
        };
        var again = session.WentOnAfter is null
            ? ""
            : " It reported its end before and then went on.";
        return new Verdict(
            VerdictKind.Running,
            $"{where}: {signs}.{again}",
            phase?.OpenRun?.StartedAt ?? session.StartedAt
        );
    }

    private static Verdict Ended(SessionState session)
    {
        var (kind, word) = session.Status switch
        {
            SessionStatus.Failed => (VerdictKind.Failed, "Failed"),
            SessionStatus.Error => (VerdictKind.Error, "Stopped by an error"),
            SessionStatus.Timeout => (VerdictKind.Timeout, "Stopped at its time limit"),
            SessionStatus.Cancelled => (VerdictKind.Cancelled, "Cancelled"),
            _ => (VerdictKind.Success, "Finished"),
        };
        var stopped =
            kind == VerdictKind.Success
                ? null
                : session.NamedPhases.LastOrDefault(p =>
                    p.StartedAt is not null
                    && p.Status is not (PhaseStatus.Success or PhaseStatus.Skipped)
                );
        var where = stopped is null ? "" : $" in {PhaseTitle.Of(stopped.Name)}";
        var end = session.EndedAt!.Value;
        // A limit is the phase's: what the phase took is what went over it.
        var took = HumanDuration.Of(
            kind == VerdictKind.Timeout && stopped?.LatestRun?.Elapsed(end) is { } elapsed
                ? elapsed
                : session.Runtime(end)
        );
        var reason =
            kind is VerdictKind.Success or VerdictKind.Cancelled || session.Reason is null
                ? ""
                : ": "
                    + session
                        .Reason.Text.TrimEnd('.')
                        .Replace("{since}", "(since)", StringComparison.Ordinal);
        string?[] counts =
        [
            session.PhasesTotal > 0
                ? $"{session.PhasesCompleted} of {session.PhasesTotal} phases done"
                : null,
            session.Counts.Failed > 0
                ? $"{session.Counts.Failed} of {session.Counts.Checkpoints} checks failed"
                : null,
        ];
        var come = string.Join(", ", counts.Where(count => count is not null));
        return new Verdict(
            kind,
            $"{word}{where} after {took}{reason}{(come.Length > 0 ? "; " : "")}{come}.",
            session.EndedAt
        );
    }
}
