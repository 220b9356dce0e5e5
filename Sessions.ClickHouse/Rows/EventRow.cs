using Sessions.ClickHouse.Http;

namespace Sessions.ClickHouse.Rows;

/// <summary>What one writer knows of one event: a row of the table <c>statement</c>, there and back.</summary>
/// <param name="Writer">Who wrote it.</param>
/// <param name="Position">Where it stands among that writer's rows.</param>
/// <param name="First">Where that writer first wrote this event.</param>
/// <param name="ArrivedAt">When the part that made it was received, UTC.</param>
/// <param name="Id">The event's identity.</param>
/// <param name="Event">The event, as far as this writer knew it.</param>
internal sealed record EventRow(
    ulong Writer,
    long Position,
    long First,
    DateTimeOffset ArrivedAt,
    EventId Id,
    SessionEvent Event
)
{
    public const string Columns =
        "session_id, id, writer, position, first, arrived, time, type, level, status, phase, trace_id, span_id, message, checkpoint, error, equity, pnl, trades, wins, losses, steps, seconds, extra, parent";

    /// <summary>About how much text a row holds, in bytes.</summary>
    public const string TextLength =
        "toInt64(length(ifNull(message, '')) + length(ifNull(extra, '')))";

    /// <summary>
    /// Selects all rows of the events that satisfy a condition on session and id. They may stand at several times; the
    /// projection by id has them all.
    /// </summary>
    public static string Select(string condition) =>
        $"SELECT {Columns} FROM statement WHERE (session_id, time, id) IN (SELECT session_id, time, id FROM statement WHERE {condition})";

    public (string Session, long Id) Key => (Event.SessionId, Id.Value);

    /// <summary>
    /// Whether something of the event is taken in. The first row of its writer counts: that row may have given way to
    /// this one, which is beyond, and then this one is all that is left of it.
    /// </summary>
    public bool IsIn(Coverage covers) => covers.Has(Writer, First);

    /// <summary>Without what says nothing, so that an event read back equals the one written.</summary>
    public static SessionEvent Normal(SessionEvent e) =>
        e with
        {
            Figures = e.Figures is { IsEmpty: true } ? null : e.Figures,
            PhaseInfo = e.PhaseInfo is { Index: null, TimeLimitSeconds: null } ? null : e.PhaseInfo,
        };

    public void Write(RowBody body)
    {
        body.Begin()
            .Add(Event.SessionId)
            .Add(Id.Value)
            .Add(Writer)
            .Add(Position)
            .Add(First)
            .Add(ArrivedAt.UtcTicks)
            .Add(Event.Timestamp.UtcTicks)
            .Add((long)Event.Type)
            .Add((long)Event.Level)
            .Add((long?)Event.Status)
            .Add(Event.Phase)
            .Add(Event.TraceId ?? "")
            .Add(Event.SpanId ?? "")
            .Add(Event.Message)
            .Add(Event.Checkpoint)
            .Add(Event.ErrorType)
            .Add(Event.Figures?.Equity)
            .Add(Event.Figures?.Pnl)
            .Add(Event.Figures?.Trades)
            .Add(Event.Figures?.Wins)
            .Add(Event.Figures?.Losses)
            .Add(Event.Steps)
            .Add(Event.Seconds)
            .Add(EventExtra.Write(Event))
            .Add(Event.ParentSpanId ?? "")
            .End();
    }

    /// <summary>Reads a row selected by <see cref="Columns"/>.</summary>
    public static EventRow Read(ref Row row)
    {
        var session = row.Text();
        var id = row.Int64();
        var writer = row.UInt64();
        var position = row.Int64();
        var first = row.Int64();
        var arrived = row.Int64();
        var time = row.Int64();
        var type = (EventType)row.Int64();
        var e = new SessionEvent
        {
            SessionId = session,
            Type = type,
            Timestamp = Time(time),
            Level = (EventLevel)row.Int64(),
            Status = (EventStatus?)row.Int64OrNull(),
            Phase = row.TextOrNull(),
            TraceId = row.Text() is { Length: > 0 } trace ? trace : null,
            SpanId = row.Text() is { Length: > 0 } span ? span : null,
            Message = row.TextOrNull(),
            Checkpoint = row.TextOrNull(),
            ErrorType = row.TextOrNull(),
            Figures = Figures(ref row),
        };
        var steps = row.Int64OrNull();
        var seconds = row.DoubleOrNull();
        var extra = row.TextOrNull() is { } json ? EventExtra.Read(json) : null;
        var parent = row.Text();
        // A beat without a number has the id of a hash, which is negative.
        var isBeat = type == EventType.Heartbeat && id >= 0;
        var isCheckpoint = type == EventType.Checkpoint;
        e = e with
        {
            Beat = isBeat
                ? EventId.BeatOf(id, seconds, steps) with
                {
                    ProgressTotal = extra?.ProgressTotal,
                }
                : null,
            PhaseInfo =
                isBeat || isCheckpoint || (steps is null && seconds is null)
                    ? null
                    : new PhaseHeader((int?)steps, seconds),
            Session = extra?.Session,
            Retry = extra?.Retry,
            Details = extra?.Details,
            Trade = extra?.Trade,
            Run = extra?.Run,
            PhaseRun = extra?.PhaseRun,
            ParentSpanId = parent.Length > 0 ? parent : null,
        };
        e = isCheckpoint ? e.WithTellings(steps, seconds) : e;
        return new EventRow(writer, position, first, Time(arrived), new EventId(id), e);
    }

    public static DateTimeOffset Time(long ticks) => new(ticks, TimeSpan.Zero);

    private static Figures? Figures(ref Row row)
    {
        var figures = new Figures
        {
            Equity = row.DoubleOrNull(),
            Pnl = row.DoubleOrNull(),
            Trades = row.Int64OrNull(),
            Wins = row.Int64OrNull(),
            Losses = row.Int64OrNull(),
        };
        return figures.IsEmpty ? null : figures;
    }
}
