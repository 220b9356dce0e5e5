using Sessions.Sqlite.Native;

namespace Sessions.Sqlite.CustomFigures;

/// <summary>Reads the tables <c>figure</c> and <c>figure_cell</c>.</summary>
internal static class FigureRows
{
    public static List<FigureRow> OfSession(Database database, long session)
    {
        var query = database
            .Prepare(
                "SELECT no, name, kind, delta, attributes, writer, since, unit, description, first, last, applied FROM figure WHERE session = ?1"
            )
            .Bind(1, session);
        var rows = new List<FigureRow>();
        while (query.Step())
        {
            rows.Add(
                new FigureRow(
                    query.Int64(0),
                    new Figure(
                        query.Text(1),
                        (FigureKind)query.Int64(2),
                        query.Int64(3) != 0,
                        query.Text(4) is { Length: > 0 } attributes ? attributes : null
                    )
                    {
                        Unit = query.Text(7),
                        Description = query.Text(8),
                    },
                    new FigureSource(query.Int64(5), query.Int64(6)),
                    query.Int64(9),
                    query.Int64(10),
                    AppliedIntervals.Parse(query.Text(11))
                )
            );
        }

        return rows;
    }

    /// <summary>The cells of a row of <c>figure</c>, in order of time.</summary>
    public static List<FigureCell> Cells(Database database, long figure)
    {
        var query = database
            .Prepare(
                "SELECT time, value, count, min, max FROM figure_cell WHERE figure = ?1 ORDER BY piece"
            )
            .Bind(1, figure);
        var cells = new List<FigureCell>();
        while (query.Step())
        {
            cells.Add(Cell(query));
        }

        return cells;
    }

    public static FigureCell? Cell(Database database, long figure, long piece)
    {
        var query = database
            .Prepare(
                "SELECT time, value, count, min, max FROM figure_cell WHERE figure = ?1 AND piece = ?2"
            )
            .Bind(1, figure)
            .Bind(2, piece);
        if (!query.Step())
        {
            return null;
        }

        var cell = Cell(query);
        query.Reset();
        return cell;
    }

    private static FigureCell Cell(Statement query) =>
        new(
            new DateTimeOffset(query.Int64(0), TimeSpan.Zero),
            new FigureAmount(
                query.DoubleOrNull(1) ?? 0,
                query.Int64(2),
                query.DoubleOrNull(3),
                query.DoubleOrNull(4)
            )
        );
}

/// <summary>A row of the table <c>figure</c>.</summary>
internal sealed class FigureRow(
    long number,
    Figure figure,
    FigureSource source,
    long first,
    long last,
    AppliedIntervals applied
)
{
    public long Number => number;

    public Figure Figure { get; set; } = figure;

    public FigureSource Source => source;

    /// <summary>UTC ticks.</summary>
    public long First { get; private set; } = first;

    /// <summary>UTC ticks.</summary>
    public long Last { get; private set; } = last;

    public AppliedIntervals Applied => applied;

    /// <summary>Whether the row is behind.</summary>
    public bool IsDirty { get; set; }

    /// <summary>In ticks.</summary>
    public long CellWidth => FigureCell.WidthOf(First, Last);

    /// <summary>Reaches to a moment.</summary>
    public void Span(long ticks)
    {
        IsDirty |= ticks < First || ticks > Last;
        First = Math.Min(First, ticks);
        Last = Math.Max(Last, ticks);
    }
}
