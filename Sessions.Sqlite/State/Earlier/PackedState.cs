namespace Sessions.Sqlite.State.Earlier;

/// <summary>
/// Reads the state of a session as schemas 4 to 6 packed it: a byte of version, then the fields in the order below; of
/// what may be absent a set of bits says which are there. Nothing writes this form any more.
/// </summary>
internal static class PackedState
{
    public const byte Version = 1;

    /// <exception cref="InvalidDataException">The bytes are cut short or make no sense.</exception>
    public static SessionState Read(string id, ReadOnlySpan<byte> bytes)
    {
        var reader = new PackedReader(bytes);
        _ = reader.Byte();
        reader.Base = reader.Fixed();
        var state = new SessionState
        {
            Id = id,
            FirstEventAt = PackedReader.Moment(reader.Base),
            LastEventAt = reader.Time(),
            LastChangeAt = reader.Time(),
            Status = (SessionStatus)reader.Byte(),
        };
        var has = reader.Whole();
        state.TraceId = reader.TextIf(has, 1 << 0);
        state.StatedStart = reader.TimeIf(has, 1 << 1);
        state.EndedAt = reader.TimeIf(has, 1 << 2);
        state.LatestEquity = reader.FigureIf(has, 1 << 3);
        state.LatestPnl = reader.FigureIf(has, 1 << 4);
        state.LastBeatTimestamp = reader.TimeIf(has, 1 << 5);
        state.BeatIntervalSeconds = reader.NumberIf(has, 1 << 6);
        state.Counts = Counts(ref reader);
        state.Liveness = Liveness(ref reader);
        state.Header = (has & 1 << 7) != 0 ? Header(ref reader) : null;
        state.LastRetry = (has & 1 << 8) != 0 ? Retry(ref reader) : null;
        for (var phases = reader.Whole(); phases > 0; phases--)
        {
            state.Phases.Add(Phase(ref reader).ToPhase());
        }

        return state;
    }

    private static EventCounts Counts(ref PackedReader reader) =>
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

    private static Liveness Liveness(ref PackedReader reader)
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

    private static SessionHeader Header(ref PackedReader reader)
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

    private static RetryState Retry(ref PackedReader reader)
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

    private static EarlierPhase Phase(ref PackedReader reader)
    {
        var (name, status) = (reader.Text(), (PhaseStatus)reader.Byte());
        var has = reader.Whole();
        return new EarlierPhase
        {
            Name = name,
            Status = status,
            Index = (has & 1 << 0) != 0 ? reader.Small() : null,
            TimeLimitSeconds = reader.NumberIf(has, 1 << 1),
            StartedAt = reader.TimeIf(has, 1 << 2),
            EndedAt = reader.TimeIf(has, 1 << 3),
            SpanId = reader.TextIf(has, 1 << 4),
            Progress = reader.CountIf(has, 1 << 5),
            Trades = reader.CountIf(has, 1 << 6),
            Wins = reader.CountIf(has, 1 << 7),
            Losses = reader.CountIf(has, 1 << 8),
        };
    }
}
