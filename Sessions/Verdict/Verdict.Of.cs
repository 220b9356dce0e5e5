namespace Sessions;

public sealed partial record Verdict
{
    /// <summary>
    /// The one verdict: a pure function of a session and the present moment. Silence and standstill are measured
    /// between arrivals, on one clock, so a runner's skewed clock cannot make it late; and only within periods in which
    /// the collector could hear everyone, so that its own absence makes nobody late.
    /// </summary>
    public static Verdict Of(SessionState session, VerdictContext context)
    {
        if (session.HasEnded)
        {
            return Ended(session);
        }

        var lost = Deadline.Lost(session, context.UsualWorkGapSeconds, context);
        var heard = DateTimeOffset.MinValue;
        foreach (var (since, until) in context.HearingPeriods())
        {
            // What was lost before the collector went away stays lost.
            if (until > lost.From && until >= lost.HeardSince(since).At)
            {
                return Lost(session, context);
            }

            heard = since;
        }

        if (context.DeafSince is not null)
        {
            return Hung(session, context, heard) ?? TelemetryDown(context);
        }

        return Late(session, context, heard)
            ?? Recovering(session, context)
            ?? Hung(session, context, heard)
            ?? (
                context.HeardUntil >= Deadline.Late(session, context)?.At
                    ? Waiting(heard)
                    : Running(session)
            );
    }

    private static Verdict TelemetryDown(VerdictContext context)
    {
        var telemetry = context.Telemetry;
        var since = telemetry is { Reachable: true, Writing: true }
            ? context.DeafSince
            : telemetry.DownSince;
        return new Verdict(
            VerdictKind.TelemetryDown,
            (
                !telemetry.Reachable ? "Collector unreachable"
                : !telemetry.Writing ? "Collector cannot write to the store"
                : "Collector does not receive from every runner"
            )
                + (since is null ? "" : " since {since}")
                + ". What the runner does meanwhile is unknown.",
            since
        );
    }

    private static Verdict Waiting(DateTimeOffset since) =>
        new(
            VerdictKind.Running,
            "The collector has been receiving again since {since}. Waiting for the runner's next signal.",
            since
        );

    private static Verdict Lost(SessionState session, VerdictContext context)
    {
        var liveness = session.Liveness;
        if (Deadline.Late(session, context)?.From is not { } beat)
        {
            var signal = context.Arrival(liveness.LastSignalAt);
            var quiet = HumanDuration.Of(context.Now - signal);
            return new Verdict(
                VerdictKind.Lost,
                $"Nothing received for {quiet}, since {{since}}. The runner crashed or lost its connection; it sends no heartbeats.",
                signal
            );
        }

        var silence = HumanDuration.Of(context.Now - beat);
        var spacing = HumanDuration.Of(BeatSpacing(session));
        return new Verdict(
            VerdictKind.Lost,
            $"No heartbeat for {silence}, since {{since}} (expected every {spacing}). The runner crashed or lost its connection.",
            beat
        );
    }

    private static Verdict? Late(
        SessionState session,
        VerdictContext context,
        DateTimeOffset heardSince
    )
    {
        if (
            Deadline.Late(session, context) is not { } late
            || context.HeardUntil < late.HeardSince(heardSince).At
        )
        {
            return null;
        }

        var spacing = BeatSpacing(session);
        var others =
            context.Now >= late.From + Missing(3, spacing) ? " Other signals still arrive." : "";
        return new Verdict(
            VerdictKind.Late,
            $"No heartbeat for {HumanDuration.Of(context.Now - late.From)}, since {{since}} (expected every {HumanDuration.Of(spacing)}).{others}",
            late.From
        );
    }

    private static Verdict? Recovering(SessionState session, VerdictContext context)
    {
        if (!(context.Now <= RecoveringUntil(session, context.UsualWorkGapSeconds)))
        {
            return null;
        }

        var retry = session.LastRetry!;
        var number = retry.Attempt switch
        {
            { Attempt: { } attempt, Max: { } max } => $" {attempt} of {max}",
            { Attempt: { } attempt } => $" {attempt}",
            _ => "",
        };
        var where = retry.Phase is { Length: > 0 } phase ? $" in {PhaseTitle.Of(phase)}" : "";
        var reason = retry.Attempt.Reason is { Length: > 0 } text ? $": {text}" : "";
        return new Verdict(
            VerdictKind.Recovering,
            $"Attempt{number}{where} since {{since}}{reason}.",
            session.Liveness.LastRetryAt
        );
    }

    private static Verdict? Hung(
        SessionState session,
        VerdictContext context,
        DateTimeOffset heardSince
    )
    {
        if (
            Deadline.Hung(session, context.UsualWorkGapSeconds) is not { } hung
            || context.HeardUntil < hung.HeardSince(heardSince).At
        )
        {
            return null;
        }

        var still = Standstill.Of(session, context.UsualWorkGapSeconds)!;
        var gap = UsualGap(session, context.UsualWorkGapSeconds);
        var where = still.Phase is { } phase ? $" in {PhaseTitle.Of(phase)}" : "";
        var usual = gap > TimeSpan.Zero ? $" (usually at most {HumanDuration.Of(gap)})" : "";
        return new Verdict(
            VerdictKind.Hung,
            $"{(still.Beats > 0 ? "Alive, but no" : "No")} progress{where} for {HumanDuration.Of(context.Now - hung.From)}, since {{since}}{usual}.",
            hung.From
        );
    }
}
