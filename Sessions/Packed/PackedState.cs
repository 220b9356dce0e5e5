namespace Sessions;

/// <summary>
/// A session's state as an embedded store keeps it: about 150 bytes where its JSON has 1 KB, because the states of all
/// sessions of a commit are written with it. The session's id is not in it. Not thread-safe.
/// </summary>
/// <remarks>
/// A byte of version, then the fields in the order below; of what may be absent a set of bits says which are there.
/// A changed order or a new field is a new version, and the older ones stay readable.
/// </remarks>
public sealed class PackedState
{
    /// <summary>Never 0x7B, with which a state as JSON begins.</summary>
    private const byte Version = 1;

    private readonly PackedWriter _writer = new();

    /// <returns>The packed state; valid until the next one is written.</returns>
    public ReadOnlySpan<byte> Write(SessionState state)
    {
        var writer = _writer;
        writer.Clear();
        writer.Byte(Version);
        writer.Base = state.FirstEventAt.UtcTicks;
        writer.Fixed(writer.Base);
        writer.Time(state.LastEventAt);
        writer.Time(state.LastChangeAt);
        writer.Byte((byte)state.Status);
        writer.Whole(Fields.Of(state));
        writer.TextIfAny(state.TraceId);
        writer.TimeIfAny(state.StatedStart);
        writer.TimeIfAny(state.EndedAt);
        writer.LatestIfAny(state.LatestEquity);
        writer.LatestIfAny(state.LatestPnl);
        writer.TimeIfAny(state.LastBeatTimestamp);
        writer.NumberIfAny(state.BeatIntervalSeconds);
        PackedParts.Write(writer, state.Counts);
        PackedParts.Write(writer, state.Liveness);
        if (state.Header is { } header)
        {
            PackedParts.Write(writer, header);
        }

        if (state.LastRetry is { } retry)
        {
            PackedParts.Write(writer, retry);
        }

        writer.Whole(state.Phases.Count);
        foreach (var phase in state.Phases)
        {
            PackedPhase.Write(writer, phase);
        }

        return writer.Written;
    }

    /// <param name="id">The session's id.</param>
    /// <param name="bytes">What <see cref="Write"/> returned, or a state as JSON.</param>
    /// <exception cref="InvalidDataException">They are neither.</exception>
    public static SessionState Read(string id, ReadOnlySpan<byte> bytes)
    {
        if (bytes is [(byte)'{', ..])
        {
            return SessionStateJson.Read(bytes);
        }

        var reader = new PackedReader(bytes);
        if (reader.Byte() is var version && version != Version)
        {
            throw new InvalidDataException($"a session's state has the unknown version {version}");
        }

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
        state.TraceId = reader.TextIf(has, Fields.TraceId);
        state.StatedStart = reader.TimeIf(has, Fields.StatedStart);
        state.EndedAt = reader.TimeIf(has, Fields.EndedAt);
        state.LatestEquity = reader.FigureIf(has, Fields.LatestEquity);
        state.LatestPnl = reader.FigureIf(has, Fields.LatestPnl);
        state.LastBeatTimestamp = reader.TimeIf(has, Fields.LastBeatTimestamp);
        state.BeatIntervalSeconds = reader.NumberIf(has, Fields.BeatInterval);
        state.Counts = PackedParts.Counts(ref reader);
        state.Liveness = PackedParts.Liveness(ref reader);
        state.Header = (has & Fields.Header) != 0 ? PackedParts.Header(ref reader) : null;
        state.LastRetry = (has & Fields.LastRetry) != 0 ? PackedParts.Retry(ref reader) : null;
        for (var phases = reader.Whole(); phases > 0; phases--)
        {
            state.Phases.Add(PackedPhase.Read(ref reader));
        }

        return state;
    }

    /// <summary>Which of the fields that may be absent are there, a bit each.</summary>
    private static class Fields
    {
        public const int TraceId = 1 << 0;
        public const int StatedStart = 1 << 1;
        public const int EndedAt = 1 << 2;
        public const int LatestEquity = 1 << 3;
        public const int LatestPnl = 1 << 4;
        public const int LastBeatTimestamp = 1 << 5;
        public const int BeatInterval = 1 << 6;
        public const int Header = 1 << 7;
        public const int LastRetry = 1 << 8;

        public static int Of(SessionState state) =>
            (state.TraceId is null ? 0 : TraceId)
            | (state.StatedStart is null ? 0 : StatedStart)
            | (state.EndedAt is null ? 0 : EndedAt)
            | (state.LatestEquity is null ? 0 : LatestEquity)
            | (state.LatestPnl is null ? 0 : LatestPnl)
            | (state.LastBeatTimestamp is null ? 0 : LastBeatTimestamp)
            | (state.BeatIntervalSeconds is null ? 0 : BeatInterval)
            | (state.Header is null ? 0 : Header)
            | (state.LastRetry is null ? 0 : LastRetry);
    }
}
