using System.Buffers.Binary;
using System.Globalization;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Text;

namespace Sessions;

/// <summary>
/// Identity of an event within its session: not its arrival but what it says makes it one event.
/// A session's start or end is known by its span; the start or end of a phase by its trace and span, otherwise by the
/// number of its run, otherwise by its time; a checkpoint also by its name and time; a beat by its phase and number; a
/// trade by its own id where it has one; a log line by its time and text; the rest by their span and time.
/// </summary>
/// <param name="Value">
/// Beats: their number, above it 16 bits of their phase's hash and 6 of their generation, so that counters that begin
/// again with each phase or process are told apart. Others: negative, three bits of
/// rank, then 60 bits of hash, so that events of the same instant stand in causal order (a start before what happens in it).
/// </param>
public readonly record struct EventId(long Value)
{
    private const int StackLimit = 256;
    private const int BeatBits = 40;
    private const int PhaseBits = 16;
    private const ulong PhaseMask = (1 << PhaseBits) - 1;

    /// <summary>The highest number of a beat.</summary>
    public const long MaxBeat = (1L << BeatBits) - 1;

    // Its identity is without its time, as that of what ends.
    private const ulong NamedTradeRank = 5;

    public static EventId Of(SessionEvent e)
    {
        if (e.Type == EventType.Heartbeat && e.Beat is { } beat)
        {
            return OfBeat(e.Phase, e.PhaseRun, beat);
        }

        if (e is { Type: EventType.Trade, Trade.Id: { } trade })
        {
            return Hash(e.Type, NamedTradeRank, 0, trade, "");
        }

        var byTime =
            e.Type
            is EventType.Checkpoint
                or EventType.Error
                or EventType.AutocorrectAttempt
                or EventType.SummaryUpdated
                or EventType.Heartbeat
                or EventType.Trade
                or EventType.Log;
        var isPhase = e.Type is EventType.PhaseStart or EventType.PhaseEnd;
        var isOfSpan = isPhase && e is { TraceId: not null, SpanId: not null };
        byTime |= isPhase && e is { SpanId: null, PhaseRun: null };
        var scope = e.Type switch
        {
            EventType.RunnerStart or EventType.RunnerEnd => e.SpanId ?? "",
            _ when isOfSpan => $"{e.TraceId}/{e.SpanId}",
            _ when isPhase && e is { SpanId: null, PhaseRun: { } run } => $"{e.Phase}#{run}",
            _ => e.SpanId ?? e.Phase ?? "",
        };
        var name = e.Type switch
        {
            EventType.Log => Digest(e.Message),
            EventType.Trade => e.Trade?.Symbol,
            _ => e.Checkpoint,
        };
        return Hash(
            e.Type,
            Rank(e.Type, isOfSpan),
            byTime ? e.Timestamp.UtcTicks : 0,
            scope,
            name ?? ""
        );
    }

    /// <summary>A beat out of its identity and what else a store keeps of it.</summary>
    /// <param name="value">The identity's value, not negative.</param>
    /// <param name="intervalSeconds">How often it beats.</param>
    /// <param name="progress">Work done so far.</param>
    public static Beat BeatOf(long value, double? intervalSeconds, long? progress) =>
        new(value & MaxBeat, intervalSeconds, progress)
        {
            Generation = (int)(value >> (BeatBits + PhaseBits)),
        };

    /// <summary>
    /// Whether its time is part of what makes it one event, so that whatever is said of it is said of that time. What else
    /// is known by a number or a span may be stated at several times.
    /// </summary>
    public bool IsOfItsTime => Value < 0 && (Value >> 60 & 7) is 3 or 6;

    /// <summary>16 hex digits, as the API and the page show it.</summary>
    public override string ToString() => Value.ToString("x16", CultureInfo.InvariantCulture);

    private static EventId Hash(EventType type, ulong rank, long ticks, string scope, string name)
    {
        var size =
            10
            + Encoding.UTF8.GetMaxByteCount(scope.Length)
            + Encoding.UTF8.GetMaxByteCount(name.Length);
        var bytes = size <= StackLimit ? stackalloc byte[StackLimit] : new byte[size];
        bytes[0] = (byte)type;
        BinaryPrimitives.WriteInt64LittleEndian(bytes[1..], ticks);
        var used = 9 + Encoding.UTF8.GetBytes(scope, bytes[9..]);
        bytes[used++] = 0;
        used += Encoding.UTF8.GetBytes(name, bytes[used..]);
        var hash = XxHash3.HashToUInt64(bytes[..used]) >> 4;
        return new EventId((long)(1UL << 63 | rank << 60 | hash));
    }

    /// <summary>Counters may begin again with each phase, and where runs are numbered with each run.</summary>
    private static EventId OfBeat(string? phase, int? run, Beat beat)
    {
        phase = run is null ? phase : $"{phase}#{run}";
        var hash = phase is null
            ? 0
            : XxHash3.HashToUInt64(MemoryMarshal.AsBytes(phase.AsSpan())) & PhaseMask;
        return new(
            (beat.Number & MaxBeat)
                | (long)hash << BeatBits
                | (long)beat.Generation << (BeatBits + PhaseBits)
        );
    }

    /// <summary>A log line may be long; its digest says the same.</summary>
    private static string Digest(string? text) =>
        XxHash3
            .HashToUInt64(MemoryMarshal.AsBytes(text.AsSpan()))
            .ToString("x16", CultureInfo.InvariantCulture);

    // Starts and ends that are known by trace and span have ranks of their own: a store may find them by their trace.
    private static ulong Rank(EventType type, bool isOfSpan) =>
        type switch
        {
            EventType.RunnerStart => 0,
            EventType.PhaseStart => isOfSpan ? 2UL : 1,
            EventType.PhaseEnd => isOfSpan ? 4UL : 5,
            EventType.SummaryUpdated => 6,
            EventType.RunnerEnd => 7,
            _ => 3,
        };
}
