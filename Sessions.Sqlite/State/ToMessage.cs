using Sessions.Sqlite.State.Messages;

namespace Sessions.Sqlite.State;

/// <summary>A session's state as a message; <see cref="FromMessage"/> is the way back, field by field.</summary>
internal static class ToMessage
{
    public static StateMessage Of(SessionState state)
    {
        var start = state.FirstEventAt.UtcTicks;
        var message = new StateMessage
        {
            FirstEvent = start,
            LastEvent = Time(state.LastEventAt, start),
            LastChange = Time(state.LastChangeAt, start),
            Status = (int)state.Status,
            LatestEquity = Amount(state.LatestEquity, start),
            LatestPnl = Amount(state.LatestPnl, start),
            PhasesLeftOut = state.PhasesLeftOut,
            FiguresLeftOut = state.FiguresLeftOut,
            Counts = Of(state.Counts),
            Liveness = Of(state.Liveness, start),
            Header = state.Header is { } header ? Of(header) : null,
            LastRetry = state.LastRetry is { } retry ? Of(retry, start) : null,
        };
        if (state.TraceId is { } trace)
        {
            message.TraceId = trace;
        }

        if (state.StatedStart is { } stated)
        {
            message.StatedStart = Time(stated, start);
        }

        if (state.EndedAt is { } ended)
        {
            message.Ended = Time(ended, start);
        }

        if (state.LastBeatTimestamp is { } beat)
        {
            message.LastBeat = Time(beat, start);
        }

        if (state.BeatIntervalSeconds is { } interval)
        {
            message.BeatIntervalSeconds = interval;
        }

        if (state.LatestStart is { } latest)
        {
            message.LatestStart = Time(latest, start);
        }

        if (state.LatestSessionStart is { } latestOfSession)
        {
            message.LatestSessionStart = Time(latestOfSession, start);
        }

        if (state is { FiguresFrom: { } from, FiguresUntil: { } until })
        {
            message.FiguresFrom = Time(from, start);
            message.FiguresUntil = Time(until, start);
        }

        if (state.Reason is { } reason)
        {
            message.Reason = new ReasonMessage
            {
                Time = Time(reason.At, start),
                IsText = reason.IsText,
                Text = reason.Text,
            };
        }

        if (state.Shift is { } shift)
        {
            message.Shift = ClockToMessage.Of(shift, start);
        }

        foreach (var end in state.Ends)
        {
            message.Ends.Add(
                new EndMessage { Time = Time(end.At, start), Status = (int)end.Status }
            );
        }

        foreach (var phase in state.Phases)
        {
            message.Phases.Add(PhaseToMessage.Of(phase, start));
        }

        return message;
    }

    private static CountsMessage Of(EventCounts counts) =>
        new()
        {
            Events = counts.Events,
            Beats = counts.Beats,
            Passed = counts.Passed,
            Failed = counts.Failed,
            Warned = counts.Warned,
            Errors = counts.Errors,
            Retries = counts.Retries,
        };

    private static LivenessMessage Of(Liveness liveness, long start)
    {
        var message = new LivenessMessage
        {
            Beat = liveness.Beat,
            BeatArrivals = liveness.BeatArrivals,
            BeatAtLastWork = liveness.BeatAtLastWork,
            LongestWorkGapSeconds = liveness.LongestWorkGapSeconds,
            ReportsProgress = liveness.ReportsProgress,
            LastSignal = Time(liveness.LastSignalAt, start),
        };
        if (liveness.FirstBeatAt is { } first)
        {
            message.FirstBeat = Time(first, start);
        }

        if (liveness.LastBeatAt is { } last)
        {
            message.LastBeat = Time(last, start);
        }

        if (liveness.LastWorkAt is { } work)
        {
            message.LastWork = Time(work, start);
        }

        if (liveness.LastRetryAt is { } retry)
        {
            message.LastRetry = Time(retry, start);
        }

        foreach (var phase in liveness.Phases)
        {
            message.Phases.Add(PhaseToMessage.Of(phase, start));
        }

        ClockToMessage.Add(liveness, start, message);
        return message;
    }

    private static HeaderMessage Of(SessionHeader header)
    {
        var message = new HeaderMessage();
        if (header.RunnerName is { } runner)
        {
            message.RunnerName = runner;
        }

        if (header.DryRun is { } dryRun)
        {
            message.DryRun = dryRun;
        }

        if (header.InitialCapital is { } capital)
        {
            message.InitialCapital = capital;
        }

        if (header.Currency is { } currency)
        {
            message.Currency = currency;
        }

        if (header.PhaseCount is { } count)
        {
            message.PhaseCount = count;
        }

        if (header.ServiceName is { } service)
        {
            message.ServiceName = service;
        }

        if (header.Schedule is { } schedule)
        {
            message.Schedule = Of(schedule);
        }

        return message;
    }

    private static ScheduleMessage Of(Schedule schedule)
    {
        var message = new ScheduleMessage();
        if (schedule.Cron is { } cron)
        {
            message.Cron = cron;
        }

        if (schedule.Timezone is { } timezone)
        {
            message.Timezone = timezone;
        }

        if (schedule.IntervalSeconds is { } interval)
        {
            message.IntervalSeconds = interval;
        }

        if (schedule.GraceSeconds is { } grace)
        {
            message.GraceSeconds = grace;
        }

        return message;
    }

    private static RetryMessage Of(RetryState retry, long start)
    {
        var message = new RetryMessage
        {
            Time = Time(retry.Timestamp, start),
            Status = (int)retry.Status,
        };
        if (retry.Phase is { } phase)
        {
            message.Phase = phase;
        }

        if (retry.Attempt.Attempt is { } attempt)
        {
            message.Attempt = attempt;
        }

        if (retry.Attempt.Max is { } max)
        {
            message.Max = max;
        }

        if (retry.Attempt.DelaySeconds is { } delay)
        {
            message.DelaySeconds = delay;
        }

        if (retry.Attempt.Reason is { } reason)
        {
            message.Reason = reason;
        }

        return message;
    }

    private static AmountMessage? Amount(Latest<double>? amount, long start) =>
        amount is { } latest
            ? new AmountMessage { Value = latest.Value, Time = Time(latest.Timestamp, start) }
            : null;

    internal static CountMessage? Count(Latest<long>? count, long start) =>
        count is { } latest
            ? new CountMessage { Value = latest.Value, Time = Time(latest.Timestamp, start) }
            : null;

    internal static long Time(DateTimeOffset time, long start) => time.UtcTicks - start;
}
