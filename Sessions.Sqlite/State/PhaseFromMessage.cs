using Sessions.Sqlite.State.Messages;

namespace Sessions.Sqlite.State;

/// <summary>A phase out of its message; the way back from <see cref="PhaseToMessage"/>, field by field.</summary>
internal static class PhaseFromMessage
{
    /// <summary>Whether it was written when phases had no runs.</summary>
    public static bool IsEarlier(PhaseMessage message) =>
        message.HasStarted
        || message.HasEnded
        || message is not { Trades: null, Wins: null, Losses: null };

    public static PhaseState Phase(PhaseMessage message, long start) =>
        IsEarlier(message)
            ? Earlier(message, start).ToPhase()
            : new PhaseState
            {
                Name = message.Name,
                Index = message.HasIndex ? message.Index : null,
                Progress = FromMessage.Count(message.Progress, start),
                ProgressTotal = FromMessage.Count(message.ProgressTotal, start),
                Stated = [.. message.Stated.Select(run => Run(run, start))],
                Samples = [.. message.Samples.Select(sample => Sample(sample, start))],
                RestartedAt = message.HasRestarted
                    ? FromMessage.Time(message.Restarted, start)
                    : null,
                Shifts = [.. message.Shifts.Select(shift => ClockFromMessage.Shift(shift, start))],
                Loose = Counts(message.Loose),
                SealedUntil = message.HasSealedUntil
                    ? FromMessage.Time(message.SealedUntil, start)
                    : null,
                Earlier = message.Earlier is { } earlier
                    ? new EarlierRuns(
                        earlier.Count,
                        TimeSpan.FromTicks(earlier.Elapsed),
                        Counts(earlier.Totals).Totals,
                        earlier.LongestSeconds,
                        earlier.HasIndex ? earlier.Index : null
                    )
                    : EarlierRuns.None,
            };

    private static PhaseRun Run(RunMessage message, long start) =>
        new()
        {
            SpanId = message.HasSpanId ? message.SpanId : null,
            ParentSpanId = message.HasParentSpanId ? message.ParentSpanId : null,
            Number = message.HasNumber ? message.Number : null,
            Index = message.HasIndex ? message.Index : null,
            TimeLimitSeconds = message.HasTimeLimitSeconds ? message.TimeLimitSeconds : null,
            StartedAt = message.HasStarted ? FromMessage.Time(message.Started, start) : null,
            EndedAt = message.HasEnded ? FromMessage.Time(message.Ended, start) : null,
            Status = (PhaseStatus)message.Status,
            Counts = Counts(message.Counts),
        };

    private static CountSample Sample(SampleMessage message, long start) =>
        new(
            FromMessage.Time(message.Time, start),
            message.HasSpanId ? message.SpanId : null,
            message.HasRun ? message.Run : null,
            Counts(message.Counts)
        );

    private static RunCounts Counts(TradesMessage? message) =>
        message is null
            ? default
            : new RunCounts(
                message.HasTrades ? message.Trades : null,
                message.HasWins ? message.Wins : null,
                message.HasLosses ? message.Losses : null
            );

    private static EarlierPhase Earlier(PhaseMessage message, long start) =>
        new()
        {
            Name = message.Name,
            Status = (PhaseStatus)message.Status,
            Index = message.HasIndex ? message.Index : null,
            TimeLimitSeconds = message.HasTimeLimitSeconds ? message.TimeLimitSeconds : null,
            StartedAt = message.HasStarted ? FromMessage.Time(message.Started, start) : null,
            EndedAt = message.HasEnded ? FromMessage.Time(message.Ended, start) : null,
            SpanId = message.HasSpanId ? message.SpanId : null,
            Progress = FromMessage.Count(message.Progress, start),
            Trades = FromMessage.Count(message.Trades, start),
            Wins = FromMessage.Count(message.Wins, start),
            Losses = FromMessage.Count(message.Losses, start),
        };
}
