namespace Sessions;

public sealed partial record Verdict
{
    /// <summary>Without a stated interval or enough beats to learn one from.</summary>
    private static readonly TimeSpan DefaultSpacing = TimeSpan.FromSeconds(60);

    /// <summary>Exporters batch: a learned spacing may be longer than the stated one, but an outage must not teach it.</summary>
    private static readonly TimeSpan LongestLearnedSpacing = TimeSpan.FromSeconds(65);

    /// <summary>How long a runner that never beats may be silent.</summary>
    private static readonly TimeSpan SilenceWithoutBeats = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan HungFloor = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan HungUnlearned = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan HungCeiling = TimeSpan.FromMinutes(15);

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
            ?? Running(session, context.Now);
    }

    /// <summary>How long work may stand still before a session counts as hung.</summary>
    public static TimeSpan HungThreshold(SessionState session, double? usualWorkGapSeconds)
    {
        var gap = TimeSpan.FromSeconds(
            Math.Max(session.Liveness.LongestWorkGapSeconds, usualWorkGapSeconds ?? 0)
        );
        if (gap <= TimeSpan.Zero)
        {
            return HungUnlearned;
        }

        var ceiling = gap * 1.2 > HungCeiling ? gap * 1.2 : HungCeiling;
        var threshold = gap * 3;
        return threshold < HungFloor ? HungFloor
            : threshold > ceiling ? ceiling
            : threshold;
    }

    /// <summary>The time between two beats as they arrive: as stated, or longer where the exporter batches.</summary>
    public static TimeSpan BeatSpacing(SessionState session)
    {
        var liveness = session.Liveness;
        TimeSpan? learned =
            liveness.BeatArrivals >= 3
            && liveness is { FirstBeatAt: { } first, LastBeatAt: { } last }
                ? (last - first) / (liveness.BeatArrivals - 1)
                : null;
        TimeSpan? stated = session.BeatIntervalSeconds is { } seconds and > 0
            ? TimeSpan.FromSeconds(seconds)
            : null;
        if (learned is { } l)
        {
            var bounded = l < LongestLearnedSpacing ? l : LongestLearnedSpacing;
            return stated > bounded ? stated.Value : bounded;
        }

        return stated ?? DefaultSpacing;
    }

    private static Verdict? Silent(SessionState session, VerdictContext context)
    {
        var liveness = session.Liveness;
        if (liveness.LastBeatAt is not { } lastBeat)
        {
            var quiet =
                context.Now - Later(liveness.LastSignalAt, context.Telemetry.ReceivingSince);
            return quiet <= SilenceWithoutBeats
                ? null
                : new Verdict(
                    VerdictKind.Lost,
                    $"Nothing heard for {HumanDuration.Of(quiet)}, since {{since}}, and no end; this runner sends no beats.",
                    liveness.LastSignalAt
                );
        }

        var spacing = BeatSpacing(session);
        var slack =
            spacing / 2 < TimeSpan.FromSeconds(1.5) ? spacing / 2 : TimeSpan.FromSeconds(1.5);
        var silence = context.Now - Later(lastBeat, context.Telemetry.ReceivingSince);
        var missed = (int)((silence - slack) / spacing);
        if (missed < 2)
        {
            return null;
        }

        var beats = $"No beat for {HumanDuration.Of(silence)}, since {{since}}";
        return missed == 2
            ? new Verdict(
                VerdictKind.Late,
                $"{beats}; one is due every {HumanDuration.Of(spacing)}.",
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
        var delay = TimeSpan.FromSeconds(retry.Attempt.DelaySeconds ?? 0);
        if (
            session.Liveness.LastWorkAt > at
            || context.Now - at > delay + HungThreshold(session, context.UsualWorkGapSeconds)
        )
        {
            return null;
        }

        var number = retry.Attempt is { Attempt: { } attempt, Max: { } max }
            ? $" {attempt} of {max}"
            : "";
        var reason = retry.Attempt.Reason is { Length: > 0 } text ? $": {text}" : "";
        return new Verdict(VerdictKind.Recovering, $"Attempt{number} since {{since}}{reason}.", at);
    }

    private static Verdict? Hung(SessionState session, VerdictContext context)
    {
        var liveness = session.Liveness;
        if (!liveness.ReportsProgress || liveness.LastWorkAt is not { } lastWork)
        {
            return null;
        }

        var still = context.Now - Later(lastWork, context.Telemetry.ReceivingSince);
        if (still <= HungThreshold(session, context.UsualWorkGapSeconds))
        {
            return null;
        }

        var beats = liveness.Beat - liveness.BeatAtLastWork;
        var gap = Math.Max(liveness.LongestWorkGapSeconds, context.UsualWorkGapSeconds ?? 0);
        var where = session.CurrentPhase is { } phase ? $" in {PhaseTitle.Of(phase.Name)}" : "";
        var usual =
            gap > 0 ? $"; longest usual gap {HumanDuration.Of(TimeSpan.FromSeconds(gap))}" : "";
        return new Verdict(
            VerdictKind.Hung,
            $"{beats} {(beats == 1 ? "beat" : "beats")} since {{since}}, no progress{where} for {HumanDuration.Of(still)}{usual}.",
            lastWork
        );
    }

    private static Verdict Running(SessionState session, DateTimeOffset now)
    {
        var phase = session.CurrentPhase;
        var where = phase is null ? "Between phases" : $"{PhaseTitle.Of(phase.Name)}";
        if (phase is { Index: { } index } && session.PhasesTotal > 0)
        {
            where += $", {index + 1} of {session.PhasesTotal}";
        }

        return new Verdict(
            VerdictKind.Running,
            $"{where}, beating and working.",
            phase?.StartedAt ?? session.StartedAt
        );
    }

    private static Verdict Ended(SessionState session)
    {
        var kind = session.Status switch
        {
            SessionStatus.Failed => VerdictKind.Failed,
            SessionStatus.Error => VerdictKind.Error,
            SessionStatus.Timeout => VerdictKind.Timeout,
            SessionStatus.Cancelled => VerdictKind.Cancelled,
            _ => VerdictKind.Success,
        };
        var took = HumanDuration.Of(session.Runtime(session.EndedAt!.Value));
        var stopped = session.NamedPhases.LastOrDefault(p =>
            p.EndedAt is not null && p.Status is not (PhaseStatus.Success or PhaseStatus.Skipped)
        );
        var where = stopped is null ? "" : $" in {PhaseTitle.Of(stopped.Name)}";
        var phases = $"{session.PhasesCompleted} of {session.PhasesTotal} phases done";
        var checks =
            session.Counts.Failed > 0
                ? $", {session.Counts.Failed} of {session.Counts.Checkpoints} checks failed"
                : "";
        var word = kind switch
        {
            VerdictKind.Failed => "Failed",
            VerdictKind.Error => "Stopped by an error",
            VerdictKind.Timeout => "Stopped at its time limit",
            VerdictKind.Cancelled => "Cancelled",
            _ => "Finished",
        };
        return new Verdict(kind, $"{word}{where} after {took}; {phases}{checks}.", session.EndedAt);
    }

    private static DateTimeOffset Later(DateTimeOffset a, DateTimeOffset? b) => b > a ? b.Value : a;
}
