using Sessions.Sqlite.Events;
using Sessions.Sqlite.Native;
using static Sessions.Sqlite.Write.EventShape;

namespace Sessions.Sqlite.Write;

/// <summary>Inserts events by their shape: mostly bare beats and moments.</summary>
internal sealed class EventInsert(
    Database database,
    NameTable names,
    PhaseNames phases,
    TraceTable traces
)
{
    private readonly EventShape _beat = new(database, Part.Figures, names, traces);
    private readonly EventShape _moment = new(database, Part.Source, names, traces);
    private readonly EventShape _told = new(database, Part.Source | Part.Teller, names, traces);
    private readonly EventShape _any = new(
        database,
        Part.Figures | Part.Source | Part.Extra,
        names,
        traces
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

    /// <summary>Number of an event's phase; 0 outside any.</summary>
    public long PhaseOf(HotSession session, SessionEvent e) => phases.Use(session, e.Phase);

    /// <summary>Inserts a row that is known to be new, at once or with others a little later.</summary>
    public void Add(in EventRow row) => ShapeOf(row).Add(row);

    /// <summary>Inserts at once.</summary>
    /// <returns>False when the index of identities holds it already.</returns>
    public bool TryInsert(in EventRow row)
    {
        Flush();
        return ShapeOf(row).TryInsert(row);
    }

    /// <summary>Inserts what was taken, before the table is read or changed by other statements.</summary>
    public void Flush()
    {
        _beat.Flush();
        _moment.Flush();
        _told.Flush();
        _any.Flush();
    }

    /// <summary>Forgets what was taken, after a transaction was undone.</summary>
    public void Clear()
    {
        _beat.Clear();
        _moment.Clear();
        _told.Clear();
        _any.Clear();
    }

    private EventShape ShapeOf(in EventRow row)
    {
        var e = row.Event;
        var hasSource =
            e
            is not { Status: null, TraceId: null, SpanId: null, Checkpoint: null, ErrorType: null };
        var hasFigures = e is not { Figures: null, Beat: null, PhaseInfo: null };
        var hasExtra =
            row.Kind.Phase == EventKind.OtherPhases
            || e.ParentSpanId is not null
            || EventExtra.IsIn(e);
        return hasExtra || (hasSource && hasFigures) ? _any
            : hasFigures ? _beat
            : e is not { ToldBy: CheckpointTeller.Log, ToldAgainAt: null } ? _told
            : _moment;
    }
}
