using System.Text.Json;
using System.Text.Json.Serialization;
using Sessions.Sqlite.Native;

namespace Sessions.Sqlite.Events;

/// <summary>An event as a row of the table <c>event</c>, there and back.</summary>
internal sealed class EventRow(NameTable names, TraceTable traces)
{
    public const string Columns =
        "position, id, kind, time, arrived, status, trace, span, message, checkpoint, error, equity, pnl, trades, wins, losses, steps, seconds, extra, session";

    public const string Parameters =
        "?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20";

    /// <summary>Without what says nothing, so that an event read back equals the one written.</summary>
    public static SessionEvent Normal(SessionEvent e) =>
        e is { Figures.IsEmpty: true } or { PhaseInfo: { Index: null, TimeLimitSeconds: null } }
            ? e with
            {
                Figures = e.Figures is { IsEmpty: true } ? null : e.Figures,
                PhaseInfo = e.PhaseInfo is { Index: null, TimeLimitSeconds: null }
                    ? null
                    : e.PhaseInfo,
            }
            : e;

    /// <summary>Binds all <see cref="Columns"/>.</summary>
    public void Bind(
        Statement insert,
        long session,
        SessionEvent e,
        EventId id,
        long position,
        DateTimeOffset arrivedAt
    )
    {
        insert
            .Bind(1, position)
            .Bind(2, id.Value)
            .Bind(3, EventKind.Of(names.Intern(e.Phase), e.Type, e.Level).Value)
            .Bind(4, e.Timestamp.UtcTicks)
            .Bind(5, arrivedAt.UtcTicks)
            .Bind(6, (long?)e.Status)
            .Bind(7, e.TraceId is null ? null : traces.Find(e.TraceId)?.Number)
            .BindHex(8, e.SpanId)
            .Bind(9, e.Message)
            .Bind(10, e.Checkpoint)
            .Bind(11, e.ErrorType)
            .Bind(12, e.Figures?.Equity)
            .Bind(13, e.Figures?.Pnl)
            .Bind(14, e.Figures?.Trades)
            .Bind(15, e.Figures?.Wins)
            .Bind(16, e.Figures?.Losses)
            .Bind(17, e.Beat is { } beat ? beat.Progress : e.PhaseInfo?.Index)
            .Bind(18, e.Beat is { } b ? b.IntervalSeconds : e.PhaseInfo?.TimeLimitSeconds)
            .Bind(19, Extra.Write(e))
            .Bind(20, session);
    }

    /// <summary>Reads a row selected by <see cref="Columns"/>.</summary>
    public StoredEvent Read(Statement row, string sessionId)
    {
        var id = row.Int64(1);
        var kind = new EventKind(row.Int64(2));
        var figures = new Figures
        {
            Equity = row.DoubleOrNull(11),
            Pnl = row.DoubleOrNull(12),
            Trades = row.Int64OrNull(13),
            Wins = row.Int64OrNull(14),
            Losses = row.Int64OrNull(15),
        };
        var extra = row.TextOrNull(18) is { } json ? Extra.Read(json) : null;
        var steps = row.Int64OrNull(16);
        var seconds = row.DoubleOrNull(17);
        // A beat without a number has the id of a hash, which is negative.
        var isBeat = kind.Type == EventType.Heartbeat && id >= 0;
        var e = new SessionEvent
        {
            SessionId = sessionId,
            Type = kind.Type,
            Timestamp = Time(row.Int64(3)),
            Phase = names.NameOf(kind.Phase),
            Level = kind.Level,
            Status = (EventStatus?)row.Int64OrNull(5),
            TraceId = traces.IdOf(row.Int64OrNull(6)),
            SpanId = row.HexOrNull(7),
            Message = row.TextOrNull(8),
            Checkpoint = row.TextOrNull(9),
            ErrorType = row.TextOrNull(10),
            Figures = figures.IsEmpty ? null : figures,
            Beat = isBeat ? new Beat(id, seconds, steps) : null,
            PhaseInfo =
                isBeat || (steps is null && seconds is null)
                    ? null
                    : new PhaseHeader((int?)steps, seconds),
            Session = extra?.Session,
            Retry = extra?.Retry,
            Details = extra?.Details,
        };
        return new StoredEvent(new StorePosition(row.Int64(0)), Time(row.Int64(4)), e);
    }

    public static DateTimeOffset Time(long ticks) => new(ticks, TimeSpan.Zero);
}

/// <summary>What few events have, as one JSON object.</summary>
internal sealed record Extra(SessionHeader? Session, Retry? Retry, string? Details)
{
    public static string? Write(SessionEvent e) =>
        e is { Session: null, Retry: null, Details: null }
            ? null
            : JsonSerializer.Serialize(
                new Extra(e.Session, e.Retry, e.Details),
                ExtraContext.Default.Extra
            );

    public static Extra? Read(string json) =>
        JsonSerializer.Deserialize(json, ExtraContext.Default.Extra);
}

[JsonSourceGenerationOptions(
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals
)]
[JsonSerializable(typeof(Extra))]
[JsonSerializable(typeof(SessionEvent))]
internal sealed partial class ExtraContext : JsonSerializerContext;
