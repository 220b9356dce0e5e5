using Sessions.Sqlite.Native;

namespace Sessions.Sqlite.Events;

/// <summary>An event out of a row of the table <c>event</c>.</summary>
internal sealed class EventReader(NameTable names, TraceTable traces)
{
    public const string Columns =
        "position, id, kind, time, arrived, session, status, trace, span, message, checkpoint, error, equity, pnl, trades, wins, losses, steps, seconds, extra, phase, parent";

    /// <summary>All of a session, whose number is the parameter, in no order that matters.</summary>
    public const string OfSession =
        $"SELECT {Columns} FROM event INDEXED BY event_order WHERE session = ?1";

    /// <summary>Reads a row selected by <see cref="Columns"/>.</summary>
    public StoredEvent Read(Statement row, string sessionId)
    {
        var id = row.Int64(1);
        var kind = new EventKind(row.Int64(2));
        var figures = new Figures
        {
            Equity = row.DoubleOrNull(12),
            Pnl = row.DoubleOrNull(13),
            Trades = row.Int64OrNull(14),
            Wins = row.Int64OrNull(15),
            Losses = row.Int64OrNull(16),
        };
        var extra = row.TextOrNull(19) is { } json ? EventExtra.Read(json) : null;
        var steps = row.Int64OrNull(17);
        var seconds = row.DoubleOrNull(18);
        // A beat without a number has the id of a hash, which is negative.
        var isBeat = kind.Type == EventType.Heartbeat && id >= 0;
        var isCheckpoint = kind.Type == EventType.Checkpoint;
        var e = new SessionEvent
        {
            SessionId = sessionId,
            Type = kind.Type,
            Timestamp = Time(row.Int64(3)),
            Phase = names.NameOf(row.Int64OrNull(20) ?? kind.Phase),
            Level = kind.Level,
            Status = (EventStatus?)row.Int64OrNull(6),
            TraceId = traces.IdOf(row.Int64OrNull(7)),
            SpanId = row.HexOrNull(8),
            Message = row.TextOrNull(9),
            Checkpoint = row.TextOrNull(10),
            ErrorType = row.TextOrNull(11),
            Figures = figures.IsEmpty ? null : figures,
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
            ParentSpanId = row.HexOrNull(21),
        };
        e = isCheckpoint ? e.WithTellings(steps, seconds) : e;
        return new StoredEvent(new StorePosition(row.Int64(0)), Time(row.Int64(4)), e);
    }

    public static DateTimeOffset Time(long ticks) => new(ticks, TimeSpan.Zero);
}
