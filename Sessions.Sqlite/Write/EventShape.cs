using System.Runtime.InteropServices;
using Sessions.Sqlite.Events;
using Sessions.Sqlite.Native;

namespace Sessions.Sqlite.Write;

/// <summary>
/// One of the shapes that events have, with the insert that names its columns alone: binding a column costs as much as
/// a tenth of an insert, and most events leave half of them empty. Rows that are known to be new gather and go in by
/// one statement for many: starting and ending a statement costs as much as a row does.
/// </summary>
internal sealed class EventShape(Database database, EventShape.Part parts, TraceTable traces)
{
    /// <summary>How many rows one statement takes.</summary>
    private const int Rows = 32;

    private readonly Statement _one = Prepare(database, "OR IGNORE", parts, 1);
    private readonly Statement _many = Prepare(database, "", parts, Rows);
    private readonly List<EventRow> _waiting = [];

    /// <summary>What an event may have besides its place and its message.</summary>
    [Flags]
    public enum Part
    {
        None = 0,

        /// <summary>Figures, and what a beat or a phase states.</summary>
        Figures = 1,

        /// <summary>Status, and which span, checkpoint or failure it speaks of.</summary>
        Source = 2,

        /// <summary>Everything else, as JSON.</summary>
        Extra = 4,
    }

    /// <summary>Inserts at once.</summary>
    /// <returns>False when the index of identities holds it already.</returns>
    public bool TryInsert(in EventRow row)
    {
        Bind(_one, 1, row);
        return _one.Run() > 0;
    }

    /// <summary>Takes a row that no index of identities can hold; it is inserted with others, at <see cref="Flush"/> at the latest.</summary>
    public void Add(in EventRow row)
    {
        _waiting.Add(row);
        if (_waiting.Count < Rows)
        {
            return;
        }

        var next = 1;
        foreach (ref readonly var each in CollectionsMarshal.AsSpan(_waiting))
        {
            next = Bind(_many, next, each);
        }

        _waiting.Clear();
        _many.Run();
    }

    public void Flush()
    {
        foreach (ref readonly var row in CollectionsMarshal.AsSpan(_waiting))
        {
            TryInsert(row);
        }

        _waiting.Clear();
    }

    /// <summary>Whether a row of this identity waits.</summary>
    public bool Holds(long session, EventId id)
    {
        foreach (ref readonly var row in CollectionsMarshal.AsSpan(_waiting))
        {
            if (row.Id == id && row.Session == session)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Lets go of what waits, after a transaction was undone.</summary>
    public void Clear() => _waiting.Clear();

    private static Statement Prepare(Database database, string conflict, Part parts, int rows)
    {
        string[] columns =
        [
            "position, id, kind, time, arrived, session, message",
            .. parts.HasFlag(Part.Figures)
                ? (string[])["equity, pnl, trades, wins, losses, steps, seconds"]
                : [],
            .. parts.HasFlag(Part.Source)
                ? (string[])["status, trace, span, checkpoint, error"]
                : [],
            .. parts.HasFlag(Part.Extra) ? (string[])["extra"] : [],
        ];
        var all = string.Join(", ", columns);
        var row = $"({string.Join(", ", all.Split(", ").Select(_ => "?"))})";
        return database.Prepare(
            $"INSERT {conflict} INTO event ({all}) VALUES {string.Join(", ", Enumerable.Repeat(row, rows))}"
        );
    }

    /// <returns>The parameter after the row's last one.</returns>
    private int Bind(Statement insert, int first, in EventRow row)
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
        if (parts.HasFlag(Part.Figures))
        {
            BindFigures(insert, next, e);
            next += 7;
        }

        if (parts.HasFlag(Part.Source))
        {
            BindSource(insert, next, e);
            next += 5;
        }

        if (parts.HasFlag(Part.Extra))
        {
            insert.Bind(next++, EventExtra.Write(e));
        }

        return next;
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
