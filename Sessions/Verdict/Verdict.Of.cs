namespace Sessions;

public sealed partial record Verdict
{
    /// <summary>
    /// The one verdict: a pure function of a session and the present moment. Silence and standstill are measured
    /// between arrivals, on one clock, so a runner's skewed clock cannot make it late.
    /// </summary>
    public static Verdict Of(SessionState session, VerdictContext context)
    {
        if (session.HasEnded)
        {
            return Ended(session);
        }

        var telemetry = context.Telemetry;
        if (!telemetry.Reachable || !telemetry.Writing)
        {
            return new Verdict(
                VerdictKind.TelemetryDown,
                (
                    telemetry.Reachable
                        ? "The collector cannot write to the store"
                        : "The collector cannot be reached"
                )
                    + (telemetry.DownSince is null ? "" : " since {since}")
                    + "; what the runner does meanwhile is unknown.",
                telemetry.DownSince
            );
        }

        return Silent(session, context)
            ?? Recovering(session, context)
            ?? Hung(session, context)
            ?? Running(session);
    }

    private static Verdict? Silent(SessionState session, VerdictContext context)
    {
        var liveness = session.Liveness;
        if (liveness.LastBeatAt is not { } lastBeat)
        {
            var quiet =
                context.Now - Later(liveness.LastSignalAt, context.Telemetry.ReceivingSince);
            return quiet <= Longer(SilenceWithoutBeats, Threshold(session, context))
                ? null
                : new Verdict(
                    VerdictKind.Lost,
                    $"Nothing heard for {HumanDuration.Of(quiet)}, since {{since}}, and no end; this runner sends no beats.",
                    liveness.LastSignalAt
                );
        }

        var spacing = BeatSpacing(session);
        var silence = context.Now - Later(lastBeat, context.Telemetry.ReceivingSince);
        var missed = MissedBeats(silence, spacing);
        if (missed < 2)
        {
            return null;
        }

        var beats = $"No beat for {HumanDuration.Of(context.Now - lastBeat)}, since {{since}}";
        var due = $"one is due every {HumanDuration.Of(spacing)}";
        if (missed == 2)
        {
            return new Verdict(VerdictKind.Late, $"{beats}; {due}.", lastBeat);
        }

        // Its metrics may have failed alone: who still says something is not gone.
        var unheard = context.Now - Later(liveness.LastSignalAt, context.Telemetry.ReceivingSince);
        return MissedBeats(unheard, spacing) < 3
            ? new Verdict(
                VerdictKind.Late,
                $"{beats}; {due}. Other signals still arrive.",
                lastBeat
            )
            : new Verdict(
                VerdictKind.Lost,
                $"{beats}, and no end; one was due every {HumanDuration.Of(spacing)}. The runner died or is cut off.",
                lastBeat
            );
    }

    private static Verdict? Recovering(SessionState session, VerdictContext context)
    {
        if (
            session
            is not {
                LastRetry: { Status: EventStatus.Retrying } retry,
                Liveness.LastRetryAt: { } at
            }
        )
        {
            return null;
        }

        // Work after the attempt means that it is over, whatever its own outcome event says or fails to say.
        var delay = Seconds(retry.Attempt.DelaySeconds ?? 0);
        if (
            session.Liveness.LastWorkAt > at
            || context.Now - at > delay + Threshold(session, context)
        )
        {
            return null;
        }

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
            at
        );
    }

    private static Verdict? Hung(SessionState session, VerdictContext context)
    {
        var liveness = session.Liveness;
        var phase = session.CurrentPhase;
        if (
            !liveness.ReportsProgress
            || liveness.LastWorkAt is not { } lastWork
            // A phase that counts no steps cannot be told to stand still, whatever the phases before it did.
            || phase is { Progress: null }
        )
        {
            return null;
        }

        var beats = liveness.Beat - liveness.BeatAtLastWork;
        var still = context.Now - Later(lastWork, context.Telemetry.ReceivingSince);
        if (beats < 1 || still <= Threshold(session, context))
        {
            return null;
        }

        var gap = UsualGap(session, context.UsualWorkGapSeconds);
        var where = phase is null ? "" : $" in {PhaseTitle.Of(phase.Name)}";
        var usual = gap > TimeSpan.Zero ? $"; longest usual gap {HumanDuration.Of(gap)}" : "";
        return new Verdict(
            VerdictKind.Hung,
            $"{beats} {(beats == 1 ? "beat" : "beats")} since {{since}}, no progress{where} for {HumanDuration.Of(context.Now - lastWork)}{usual}.",
            lastWork
        );
    }

    private static TimeSpan Threshold(SessionState session, VerdictContext context) =>
        HungThreshold(session, context.UsualWorkGapSeconds);

    private static DateTimeOffset Later(DateTimeOffset a, DateTimeOffset? b) => b > a ? b.Value : a;

    private static TimeSpan Longer(TimeSpan a, TimeSpan b) => a > b ? a : b;

    private static TimeSpan Shorter(TimeSpan a, TimeSpan b) => a < b ? a : b;
}
