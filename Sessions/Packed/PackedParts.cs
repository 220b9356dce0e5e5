namespace Sessions;

/// <summary>The records within a packed state, its phases excepted.</summary>
internal static class PackedParts
{
    public static void Write(PackedWriter writer, in EventCounts counts)
    {
        writer.Whole(counts.Events);
        writer.Whole(counts.Beats);
        writer.Whole(counts.Passed);
        writer.Whole(counts.Failed);
        writer.Whole(counts.Warned);
        writer.Whole(counts.Errors);
        writer.Whole(counts.Retries);
    }

    public static EventCounts Counts(ref PackedReader reader) =>
        new()
        {
            Events = reader.Whole(),
            Beats = reader.Whole(),
            Passed = reader.Whole(),
            Failed = reader.Whole(),
            Warned = reader.Whole(),
            Errors = reader.Whole(),
            Retries = reader.Whole(),
        };

    public static void Write(PackedWriter writer, Liveness liveness)
    {
        writer.Whole(
            (liveness.FirstBeatAt is null ? 0 : 1)
                | (liveness.LastBeatAt is null ? 0 : 2)
                | (liveness.LastWorkAt is null ? 0 : 4)
                | (liveness.LastRetryAt is null ? 0 : 8)
                | (liveness.ReportsProgress ? 16 : 0)
        );
        writer.Whole(liveness.Beat);
        writer.Whole(liveness.BeatArrivals);
        writer.Whole(liveness.BeatAtLastWork);
        writer.Number(liveness.LongestWorkGapSeconds);
        writer.Time(liveness.LastSignalAt);
        writer.TimeIfAny(liveness.FirstBeatAt);
        writer.TimeIfAny(liveness.LastBeatAt);
        writer.TimeIfAny(liveness.LastWorkAt);
        writer.TimeIfAny(liveness.LastRetryAt);
    }

    public static Liveness Liveness(ref PackedReader reader)
    {
        var has = reader.Whole();
        return new Liveness
        {
            ReportsProgress = (has & 16) != 0,
            Beat = reader.Whole(),
            BeatArrivals = reader.Whole(),
            BeatAtLastWork = reader.Whole(),
            LongestWorkGapSeconds = reader.Number(),
            LastSignalAt = reader.Time(),
            FirstBeatAt = reader.TimeIf(has, 1),
            LastBeatAt = reader.TimeIf(has, 2),
            LastWorkAt = reader.TimeIf(has, 4),
            LastRetryAt = reader.TimeIf(has, 8),
        };
    }

    public static void Write(PackedWriter writer, SessionHeader header)
    {
        writer.Whole(
            (header.RunnerName is null ? 0 : 1)
                | (header.InitialCapital is null ? 0 : 2)
                | (header.Currency is null ? 0 : 4)
                | (header.PhaseCount is null ? 0 : 8)
                | (header.DryRun is null ? 0 : 16)
                | (header.DryRun is true ? 32 : 0)
        );
        writer.TextIfAny(header.RunnerName);
        writer.NumberIfAny(header.InitialCapital);
        writer.TextIfAny(header.Currency);
        writer.WholeIfAny(header.PhaseCount);
    }

    public static SessionHeader Header(ref PackedReader reader)
    {
        var has = reader.Whole();
        return new SessionHeader
        {
            DryRun = (has & 16) != 0 ? (has & 32) != 0 : null,
            RunnerName = reader.TextIf(has, 1),
            InitialCapital = reader.NumberIf(has, 2),
            Currency = reader.TextIf(has, 4),
            PhaseCount = (has & 8) != 0 ? reader.Small() : null,
        };
    }

    public static void Write(PackedWriter writer, RetryState retry)
    {
        var (phase, attempt) = (retry.Phase, retry.Attempt);
        writer.Time(retry.Timestamp);
        writer.Byte((byte)retry.Status);
        writer.Whole(
            (phase is null ? 0 : 1)
                | (attempt.Attempt is null ? 0 : 2)
                | (attempt.Max is null ? 0 : 4)
                | (attempt.DelaySeconds is null ? 0 : 8)
                | (attempt.Reason is null ? 0 : 16)
        );
        writer.TextIfAny(phase);
        writer.WholeIfAny(attempt.Attempt);
        writer.WholeIfAny(attempt.Max);
        writer.NumberIfAny(attempt.DelaySeconds);
        writer.TextIfAny(attempt.Reason);
    }

    public static RetryState Retry(ref PackedReader reader)
    {
        var (at, status) = (reader.Time(), (EventStatus)reader.Byte());
        var has = reader.Whole();
        return new RetryState(
            at,
            reader.TextIf(has, 1),
            status,
            new Retry(
                (has & 2) != 0 ? reader.Small() : null,
                (has & 4) != 0 ? reader.Small() : null,
                reader.NumberIf(has, 8),
                reader.TextIf(has, 16)
            )
        );
    }
}
