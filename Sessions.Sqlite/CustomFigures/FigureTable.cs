using Sessions.Sqlite.Native;

namespace Sessions.Sqlite.CustomFigures;

/// <summary>
/// Takes the values of sessions' own figures in, each once: a value replaces an earlier one of its piece of time, a delta
/// that is not counted yet is added. What a figure takes up is bounded however long its session is.
/// </summary>
internal sealed class FigureTable(Database database)
{
    private readonly List<FigureRow> _dirty = [];

    /// <summary>Takes a value in.</summary>
    /// <param name="rows">The session's rows, as this table loaded them; a new figure is added.</param>
    /// <param name="session">Its number.</param>
    /// <param name="point">The value.</param>
    /// <returns>False when the session has as many figures as it may have.</returns>
    public bool TryApply(SessionFigures rows, long session, FigurePoint point)
    {
        if (rows.Find(point) is not { } row)
        {
            if (!rows.HasRoomFor(point))
            {
                return false;
            }

            row = Insert(session, point);
            rows.Add(row);
        }

        var (figure, ticks) = (row.Figure.With(point.Figure), point.Timestamp.UtcTicks);
        row.IsDirty |= figure != row.Figure;
        row.Figure = figure;
        if (!point.Figure.IsDelta || row.Applied.TryAdd(point.Start?.UtcTicks ?? ticks, ticks))
        {
            row.IsDirty |= point.Figure.IsDelta;
            Store(row, new FigureCell(point.Timestamp, point.Amount));
        }

        if (row.IsDirty)
        {
            _dirty.Add(row);
        }

        return true;
    }

    public SessionFigures Load(long session) => new(FigureRows.OfSession(database, session));

    /// <summary>Writes the rows that changed.</summary>
    public void Save()
    {
        foreach (var row in _dirty.Where(row => row.IsDirty))
        {
            database
                .Prepare(
                    "UPDATE figure SET unit = ?2, description = ?3, first = ?4, last = ?5, applied = ?6 WHERE no = ?1"
                )
                .Bind(1, row.Number)
                .Bind(2, row.Figure.Unit)
                .Bind(3, row.Figure.Description)
                .Bind(4, row.First)
                .Bind(5, row.Last)
                .Bind(6, row.Applied.ToString())
                .Run();
            row.IsDirty = false;
        }

        _dirty.Clear();
    }

    /// <summary>Forgets what was taken, after a transaction was undone.</summary>
    public void Clear() => _dirty.Clear();

    private FigureRow Insert(long session, FigurePoint point)
    {
        var (figure, ticks) = (point.Figure, point.Timestamp.UtcTicks);
        var query = database
            .Prepare(
                """
                INSERT INTO figure (session, name, kind, delta, attributes, writer, since, unit, description, first, last, applied)
                VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?10, '') RETURNING no
                """
            )
            .Bind(1, session)
            .Bind(2, figure.Name)
            .Bind(3, (long)figure.Kind)
            .Bind(4, figure.IsDelta ? 1 : 0)
            .Bind(5, figure.Attributes ?? "")
            .Bind(6, point.Source.Writer)
            .Bind(7, point.Source.Since)
            .Bind(8, figure.Unit)
            .Bind(9, figure.Description)
            .Bind(10, ticks);
        query.Step();
        var number = query.Int64(0);
        query.Run();
        return new FigureRow(number, figure, point.Source, ticks, ticks, new AppliedIntervals());
    }

    private void Store(FigureRow row, FigureCell cell)
    {
        var before = row.CellWidth;
        row.Span(cell.At.UtcTicks);
        var width = row.CellWidth;
        if (width != before)
        {
            Widen(row, width);
        }

        var piece = cell.At.UtcTicks / width;
        Write(
            row,
            piece,
            FigureRows.Cell(database, row.Number, piece) is { } known
                ? known.With(cell, row.Figure.IsDelta)
                : cell
        );
    }

    private void Widen(FigureRow row, long width)
    {
        var cells = FigureRows.Cells(database, row.Number);
        database.Prepare("DELETE FROM figure_cell WHERE figure = ?1").Bind(1, row.Number).Run();
        foreach (var cell in FigureCell.Widen(cells, width, row.Figure.IsDelta))
        {
            Write(row, cell.At.UtcTicks / width, cell);
        }
    }

    private void Write(FigureRow row, long piece, FigureCell cell) =>
        database
            .Prepare(
                "REPLACE INTO figure_cell (figure, piece, time, value, count, min, max) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)"
            )
            .Bind(1, row.Number)
            .Bind(2, piece)
            .Bind(3, cell.At.UtcTicks)
            .Bind(4, (double?)cell.Amount.Value)
            .Bind(5, cell.Amount.Count)
            .Bind(6, cell.Amount.Min)
            .Bind(7, cell.Amount.Max)
            .Run();
}

/// <summary>The figures of one session in the writer's memory, without their values.</summary>
internal sealed class SessionFigures(List<FigureRow> rows)
{
    private readonly Dictionary<
        ((string, FigureKind, bool, string?), FigureSource),
        FigureRow
    > _rows = rows.ToDictionary(row => (row.Figure.Key, row.Source));
    private readonly HashSet<(string, FigureKind, bool, string?)> _figures =
    [
        .. rows.Select(row => row.Figure.Key),
    ];

    public FigureRow? Find(FigurePoint point) =>
        _rows.GetValueOrDefault((point.Figure.Key, point.Source));

    public bool HasRoomFor(FigurePoint point) =>
        _rows.Count < FigureSource.MostOfSession
        && (_figures.Count < Figure.MostOfSession || _figures.Contains(point.Figure.Key));

    public void Add(FigureRow row)
    {
        _rows.Add((row.Figure.Key, row.Source), row);
        _figures.Add(row.Figure.Key);
    }
}
