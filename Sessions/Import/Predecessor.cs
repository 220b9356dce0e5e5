using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text.Json;

namespace Sessions;

/// <summary>
/// Says in the conventions' words what the events of the Python runner say in theirs. It reads one file from its start:
/// what it adds follows from the lines alone, so the same file says the same when it comes again.
/// </summary>
internal sealed class Predecessor(ImportOptions options)
{
    private static readonly TimeSpan WrittenTwice = TimeSpan.FromSeconds(1);

    private readonly Dictionary<string, long> _beats = [];
    private readonly Dictionary<(string, string?), SessionEvent> _turns = [];

    /// <summary>The session of lines that name none: each <c>runner_start</c> among them begins another.</summary>
    public string? Unnamed { get; private set; }

    /// <summary>Notes a line that names no session; its time tells sessions apart.</summary>
    public void NoteUnnamed(SessionEvent e)
    {
        if (Unnamed is null || e.Type == EventType.RunnerStart)
        {
            Unnamed = SessionIdOf(e.Timestamp);
        }
    }

    public SessionEvent Adapt(SessionEvent e) =>
        e.Type switch
        {
            EventType.Heartbeat when e.Beat is null => e with { Beat = Number(e) },
            EventType.Checkpoint when e.Checkpoint is null => e with { Checkpoint = NameOf(e) },
            EventType.AutocorrectAttempt when e.Retry is null => Attempt(e),
            EventType.RunnerStart => e with { Session = Header(e) },
            EventType.PhaseStart or EventType.PhaseEnd when e.SpanId is null => Once(e),
            _ => e,
        };

    /// <summary>Starts and ends are often written twice, a little apart: the second says what the first said.</summary>
    private SessionEvent Once(SessionEvent e)
    {
        var key = (e.SessionId, e.Phase);
        if (
            _turns.TryGetValue(key, out var last)
            && last.Type == e.Type
            && (e.Timestamp - last.Timestamp).Duration() < WrittenTwice
        )
        {
            return e with { Timestamp = last.Timestamp };
        }

        _turns[key] = e;
        return e;
    }

    /// <summary>A name that follows from the time: version 8 of RFC 9562, whose bits are free.</summary>
    private static string SessionIdOf(DateTimeOffset start)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, start.UtcTicks);
        XxHash128.Hash(bytes[..8], bytes);
        bytes[6] = (byte)(0x80 | (bytes[6] & 0x0F));
        bytes[8] = (byte)(0x80 | (bytes[8] & 0x3F));
        return new Guid(bytes, bigEndian: true).ToString();
    }

    private Beat Number(SessionEvent e)
    {
        var number = _beats.GetValueOrDefault(e.SessionId) + 1;
        _beats[e.SessionId] = number;
        return new Beat(number, Fact(e, "interval")?.GetDouble(), null);
    }

    /// <summary>Stated among the details, or said in one word as the message.</summary>
    private static string NameOf(SessionEvent e) =>
        (Word(e, "checkpoint") ?? Word(e, "name"))
        ?? (
            e.Message is { Length: > 0 and <= 100 } text && !text.Any(char.IsWhiteSpace)
                ? text
                : "checkpoint"
        );

    private static SessionEvent Attempt(SessionEvent e) =>
        e with
        {
            Status =
                e.Status
                ?? (WireName.TryParse<EventStatus>(Word(e, "result"), out var s) ? s : null),
            Retry = new Retry(
                Count(e, "attempt"),
                Count(e, "max_attempts") ?? Count(e, "max"),
                Fact(e, "delay")?.GetDouble(),
                Word(e, "reason")
            ),
        };

    private SessionHeader? Header(SessionEvent e)
    {
        var stated = e.Session ?? new SessionHeader();
        var header = stated with
        {
            RunnerName = stated.RunnerName ?? Word(e, "runner") ?? options.RunnerName,
            InitialCapital = stated.InitialCapital ?? Fact(e, "initial_capital")?.GetDouble(),
            DryRun = stated.DryRun ?? Flag(e, "dry_run"),
        };
        return header == new SessionHeader() ? null : header;
    }

    private static string? Word(SessionEvent e, string name) =>
        Field(e, name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    private static bool? Flag(SessionEvent e, string name) =>
        Field(e, name) is { ValueKind: JsonValueKind.True or JsonValueKind.False } flag
            ? flag.GetBoolean()
            : null;

    private static int? Count(SessionEvent e, string name) =>
        Fact(e, name) is { } number && number.TryGetInt32(out var count) && count >= 0
            ? count
            : null;

    private static JsonElement? Fact(SessionEvent e, string name) =>
        Field(e, name) is { ValueKind: JsonValueKind.Number } number
        && number.TryGetDouble(out var value)
        && double.IsFinite(value)
            ? number
            : null;

    private static JsonElement? Field(SessionEvent e, string name)
    {
        if (e.Details is null)
        {
            return null;
        }

        using var details = JsonDocument.Parse(e.Details);
        return details.RootElement.TryGetProperty(name, out var value) ? value.Clone() : null;
    }
}
