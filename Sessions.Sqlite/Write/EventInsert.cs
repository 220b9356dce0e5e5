using Sessions.Sqlite.Events;
using Sessions.Sqlite.Native;

namespace Sessions.Sqlite.Write;

/// <summary>
/// Inserts events by their shape: most are bare beats or moments that leave half of the columns empty, and binding a
/// column costs as much as a tenth of the insert.
/// </summary>
internal sealed class EventInsert(Database database, NameTable names, TraceTable traces)
{
    private readonly Statement _beat = Prepare(
        database,
        "message, equity, pnl, trades, wins, losses, steps, seconds"
    );

    private readonly Statement _moment = Prepare(
        database,
        "message, status, trace, span, checkpoint, error"
    );

    private readonly Statement _any = Prepare(
        database,
        "message, equity, pnl, trades, wins, losses, steps, seconds, status, trace, span, checkpoint, error, extra"
    );

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

    public EventKind KindOf(SessionEvent e) => EventKind.Of(names.Intern(e.Phase), e.Type, e.Level);

    /// <returns>False when the index of identities holds it already.</returns>
    public bool TryRun(
        long session,
        SessionEvent e,
        EventId id,
        EventKind kind,
        long position,
        DateTimeOffset arrivedAt
    )
    {
        var hasSource =
            e
            is not { Status: null, TraceId: null, SpanId: null, Checkpoint: null, ErrorType: null };
        var hasFigures = e is not { Figures: null, Beat: null, PhaseInfo: null };
        var extra = EventExtra.Write(e);
        var insert =
            extra is not null || (hasSource && hasFigures) ? _any
            : hasFigures ? _beat
            : _moment;
        insert
            .Bind(1, position)
            .Bind(2, id.Value)
            .Bind(3, kind.Value)
            .Bind(4, e.Timestamp.UtcTicks)
            .Bind(5, arrivedAt.UtcTicks)
            .Bind(6, session)
            .Bind(7, e.Message);
        if (insert == _moment)
        {
            BindSource(insert, 8, e);
        }
        else
        {
            BindFigures(insert, 8, e);
        }

        if (insert == _any)
        {
            BindSource(insert, 15, e);
            insert.Bind(20, extra);
        }

        return insert.Run() > 0;
    }

    private static Statement Prepare(Database database, string columns)
    {
        var all = $"position, id, kind, time, arrived, session, {columns}";
        var parameters = string.Join(", ", all.Split(", ").Select((_, i) => $"?{i + 1}"));
        return database.Prepare($"INSERT OR IGNORE INTO event ({all}) VALUES ({parameters})");
    }

    private void BindSource(Statement insert, int first, SessionEvent e) =>
        insert
            .Bind(first, (long?)e.Status)
            .Bind(first + 1, e.TraceId is null ? null : traces.Find(e.TraceId)?.Number)
            .BindHex(first + 2, e.SpanId)
            .Bind(first + 3, e.Checkpoint)
            .Bind(first + 4, e.ErrorType);

    private static void BindFigures(Statement insert, int first, SessionEvent e)
    {
        var (beat, phase) = (e.Beat, e.PhaseInfo);
        insert
            .Bind(first, e.Figures?.Equity)
            .Bind(first + 1, e.Figures?.Pnl)
            .Bind(first + 2, e.Figures?.Trades)
            .Bind(first + 3, e.Figures?.Wins)
            .Bind(first + 4, e.Figures?.Losses)
            .Bind(first + 5, beat is null ? phase?.Index : beat.Progress)
            .Bind(first + 6, beat is null ? phase?.TimeLimitSeconds : beat.IntervalSeconds);
    }
}
