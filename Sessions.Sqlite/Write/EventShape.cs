using Sessions.Sqlite.Events;
using Sessions.Sqlite.Native;

namespace Sessions.Sqlite.Write;

/// <summary>
/// One of the shapes that events have, with the insert that names its columns alone: binding a column costs as much as
/// a tenth of an insert, and most events leave half of them empty. Rows that are known to be new gather and go in by
/// one statement for many.
/// </summary>
internal sealed class EventShape
{
    private readonly Part _parts;
    private readonly NameTable _names;
    private readonly TraceTable _traces;
    private readonly RowInsert<EventRow> _rows;
    private readonly Statement _unlessThere;

    public EventShape(Database database, Part parts, NameTable names, TraceTable traces)
    {
        (_parts, _names, _traces) = (parts, names, traces);
        string[] columns =
        [
            "position, id, kind, time, arrived, session, message",
            .. parts.HasFlag(Part.Figures)
                ? (string[])["equity, pnl, trades, wins, losses, steps, seconds"]
                : [],
            .. parts.HasFlag(Part.Source)
                ? (string[])["status, trace, span, checkpoint, error"]
                : [],
            .. parts.HasFlag(Part.Teller) ? (string[])["steps, seconds"] : [],
            .. parts.HasFlag(Part.Extra) ? (string[])["extra, phase, parent"] : [],
        ];
        var all = string.Join(", ", columns).Split(", ");
        var into = $"INTO event ({string.Join(", ", all)})";
        _rows = new RowInsert<EventRow>(database, $"INSERT {into}", all.Length, Bind);
        _unlessThere = database.Prepare(
            $"INSERT OR IGNORE {into} VALUES ({string.Join(", ", all.Select(_ => "?"))})"
        );
    }

    /// <summary>What an event may have besides its place and its message.</summary>
    [Flags]
    public enum Part
    {
        None = 0,

        /// <summary>Figures, and what a beat or a phase states.</summary>
        Figures = 1,

        /// <summary>Status, and which span, checkpoint or failure it speaks of.</summary>
        Source = 2,

        /// <summary>Which signals told a checkpoint; part of <see cref="Figures"/> too.</summary>
        Teller = 8,

        /// <summary>Everything else, as JSON, and the phase where the kind does not tell it.</summary>
        Extra = 4,
    }

    /// <summary>Inserts at once.</summary>
    /// <returns>False when the index of identities holds it already.</returns>
    public bool TryInsert(in EventRow row)
    {
        Bind(_unlessThere, 1, row);
        return _unlessThere.Run() > 0;
    }

    /// <summary>Takes a row that no index of identities can hold; it is inserted with others, at <see cref="Flush"/> at the latest.</summary>
    public void Add(in EventRow row) => _rows.Add(row);

    public void Flush() => _rows.Flush();

    /// <summary>Lets go of what waits, after a transaction was undone.</summary>
    public void Clear() => _rows.Clear();

    private void Bind(Statement insert, int first, in EventRow row)
    {
        var e = row.Event;
        insert
            .Bind(first, row.Position)
            .Bind(first + 1, row.Id.Value)
            .Bind(first + 2, row.Kind.Value)
            .Bind(first + 3, e.Timestamp.UtcTicks)
            .Bind(first + 4, row.ArrivedAt.UtcTicks)
            .Bind(first + 5, row.Session)
            .Bind(first + 6, e.Message);
        var next = first + 7;
        if (_parts.HasFlag(Part.Figures))
        {
            BindFigures(insert, next, e);
            next += 7;
        }

        if (_parts.HasFlag(Part.Source))
        {
            BindSource(insert, next, e);
            next += 5;
        }

        if (_parts.HasFlag(Part.Teller))
        {
            insert.Bind(next, e.Steps).Bind(next + 1, e.Seconds);
            next += 2;
        }

        if (_parts.HasFlag(Part.Extra))
        {
            insert
                .Bind(next, EventExtra.Write(e))
                .Bind(
                    next + 1,
                    row.Kind.Phase == EventKind.OtherPhases ? _names.Intern(e.Phase) : null
                )
                .BindHex(next + 2, e.ParentSpanId);
        }
    }

    private void BindSource(Statement insert, int first, SessionEvent e) =>
        insert
            .Bind(first, (long?)e.Status)
            .Bind(first + 1, e.TraceId is null ? null : _traces.Find(e.TraceId)?.Number)
            .BindHex(first + 2, e.SpanId)
            .Bind(first + 3, e.Checkpoint)
            .Bind(first + 4, e.ErrorType);

    private static void BindFigures(Statement insert, int first, SessionEvent e)
    {
        insert
            .Bind(first, e.Figures?.Equity)
            .Bind(first + 1, e.Figures?.Pnl)
            .Bind(first + 2, e.Figures?.Trades)
            .Bind(first + 3, e.Figures?.Wins)
            .Bind(first + 4, e.Figures?.Losses)
            .Bind(first + 5, e.Steps)
            .Bind(first + 6, e.Seconds);
    }
}
