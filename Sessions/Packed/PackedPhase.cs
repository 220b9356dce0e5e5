namespace Sessions;

/// <summary>A phase within a packed state.</summary>
internal static class PackedPhase
{
    private const int Index = 1 << 0;
    private const int TimeLimit = 1 << 1;
    private const int StartedAt = 1 << 2;
    private const int EndedAt = 1 << 3;
    private const int SpanId = 1 << 4;
    private const int Progress = 1 << 5;
    private const int Trades = 1 << 6;
    private const int Wins = 1 << 7;
    private const int Losses = 1 << 8;

    public static void Write(PackedWriter writer, PhaseState phase)
    {
        writer.Text(phase.Name);
        writer.Byte((byte)phase.Status);
        writer.Whole(
            (phase.Index is null ? 0 : Index)
                | (phase.TimeLimitSeconds is null ? 0 : TimeLimit)
                | (phase.StartedAt is null ? 0 : StartedAt)
                | (phase.EndedAt is null ? 0 : EndedAt)
                | (phase.SpanId is null ? 0 : SpanId)
                | (phase.Progress is null ? 0 : Progress)
                | (phase.Trades is null ? 0 : Trades)
                | (phase.Wins is null ? 0 : Wins)
                | (phase.Losses is null ? 0 : Losses)
        );
        writer.WholeIfAny(phase.Index);
        writer.NumberIfAny(phase.TimeLimitSeconds);
        writer.TimeIfAny(phase.StartedAt);
        writer.TimeIfAny(phase.EndedAt);
        writer.TextIfAny(phase.SpanId);
        writer.LatestIfAny(phase.Progress);
        writer.LatestIfAny(phase.Trades);
        writer.LatestIfAny(phase.Wins);
        writer.LatestIfAny(phase.Losses);
    }

    public static PhaseState Read(ref PackedReader reader)
    {
        var (name, status) = (reader.Text(), (PhaseStatus)reader.Byte());
        var has = reader.Whole();
        return new PhaseState
        {
            Name = name,
            Status = status,
            Index = (has & Index) != 0 ? reader.Small() : null,
            TimeLimitSeconds = reader.NumberIf(has, TimeLimit),
            StartedAt = reader.TimeIf(has, StartedAt),
            EndedAt = reader.TimeIf(has, EndedAt),
            SpanId = reader.TextIf(has, SpanId),
            Progress = reader.CountIf(has, Progress),
            Trades = reader.CountIf(has, Trades),
            Wins = reader.CountIf(has, Wins),
            Losses = reader.CountIf(has, Losses),
        };
    }
}
