using Sessions.ClickHouse.Http;

namespace Sessions.ClickHouse.CustomFigures;

/// <summary>
/// The table <c>figure</c>: every value of sessions' own figures, each as often as it was stored. What is the same in all
/// but its arrival is one, however many writers stored it.
/// </summary>
internal static class FigureRows
{
    private const string Key = "name, kind, delta, attributes, writer, since";

    private const string Columns =
        $"session_id, {Key}, time, start, value, count, min, max, unit, description, arrived";

    public static Task InsertAsync(
        ClickHouseHttp http,
        IReadOnlyCollection<FigurePoint> points,
        DateTimeOffset arrivedAt,
        string token,
        CancellationToken cancellationToken
    )
    {
        var body = new RowBody(points.Count);
        foreach (var point in points)
        {
            var (figure, source) = (point.Figure, point.Source);
            body.Begin()
                .Add(point.SessionId)
                .Add(figure.Name)
                .Add((long)figure.Kind)
                .Add(figure.IsDelta ? 1L : 0L)
                .Add(figure.Attributes ?? "")
                .Add(source.Writer)
                .Add(source.Since)
                .Add(point.Timestamp.UtcTicks)
                .Add((point.Start ?? point.Timestamp).UtcTicks)
                .Add((double?)point.Amount.Value)
                .Add(point.Amount.Count)
                .Add(point.Amount.Min)
                .Add(point.Amount.Max)
                .Add(figure.Unit)
                .Add(figure.Description)
                .Add(arrivedAt.UtcTicks)
                .End();
        }

        return http.InsertAsync("figure", Columns, body, token, cancellationToken);
    }

    /// <summary>The figures of these sessions and who counts them.</summary>
    public static async Task<ILookup<string, (Figure Figure, FigureSource Source)>> KeysAsync(
        ClickHouseHttp http,
        IReadOnlyCollection<string> sessions,
        CancellationToken cancellationToken
    )
    {
        var rows = await http.QueryAsync(
            $"SELECT DISTINCT session_id, {Key} FROM figure WHERE session_id IN ({Sql.Texts(sessions)})",
            (ref Row row) => (Session: row.Text(), Key: ReadKey(ref row)),
            cancellationToken
        );
        return rows.ToLookup(row => row.Session, row => row.Key, StringComparer.Ordinal);
    }

    /// <summary>From when to when each of these sessions has values, for those that have any; UTC ticks.</summary>
    public static async Task<List<(string Session, long From, long Until)>> SpansAsync(
        ClickHouseHttp http,
        IReadOnlyCollection<string> sessions,
        CancellationToken cancellationToken
    ) =>
        await http.QueryAsync(
            $"SELECT session_id, min(time), max(time) FROM figure WHERE session_id IN ({Sql.Texts(sessions)}) GROUP BY session_id",
            (ref Row row) => (row.Text(), row.Int64(), row.Int64()),
            cancellationToken
        );

    public static async Task<IReadOnlyList<FigureTrack>> TracksAsync(
        ClickHouseHttp http,
        string session,
        CancellationToken cancellationToken
    )
    {
        var figures = await http.QueryAsync(
            $"SELECT {Key}, max(unit), max(description), min(time), max(time) FROM figure WHERE session_id = {{session:String}} GROUP BY {Key}",
            (ref Row row) =>
            {
                var (figure, source) = ReadKey(ref row);
                return (
                    Figure: figure with
                    {
                        Unit = row.Text(),
                        Description = row.Text(),
                    },
                    Source: source,
                    Width: FigureCell.WidthOf(row.Int64(), row.Int64())
                );
            },
            cancellationToken,
            ("session", session)
        );
        var tracks = new List<FigureTrack>();
        foreach (var same in figures.GroupBy(one => one.Width))
        {
            var cells = await CellsAsync(http, session, same.Key, cancellationToken);
            tracks.AddRange(
                same.Select(one =>
                        (one.Figure, one.Source, Own: cells[(one.Figure.Key, one.Source)].ToList())
                    )
                    .Select(one => new FigureTrack(
                        one.Figure,
                        one.Source,
                        [.. one.Own.Select(cell => cell.Cell)],
                        one.Figure.IsDelta
                            ? [.. one.Own.Select(cell => (cell.Start, cell.Cell.At.UtcTicks))]
                            : []
                    ))
            );
        }

        return tracks;
    }

    /// <summary>The values of all figures in pieces of this width: each value once, of a piece the latest or the sum.</summary>
    private static async Task<
        ILookup<((string, FigureKind, bool, string?), FigureSource), (FigureCell Cell, long Start)>
    > CellsAsync(
        ClickHouseHttp http,
        string session,
        long width,
        CancellationToken cancellationToken
    )
    {
        var rows = await http.QueryAsync(
            FormattableString.Invariant(
                $"""
                SELECT {Key}, max(time) AS at,
                  if(delta = 1, sum(amount), argMax(amount, (time, number, amount))),
                  if(delta = 1, sum(number), argMax(number, (time, number, amount))),
                  min(least), max(greatest), min(start)
                FROM (
                  SELECT {Key}, time, start,
                    argMax(value, (count, value)) AS amount, max(count) AS number, min(min) AS least, max(max) AS greatest
                  FROM figure WHERE session_id = {"{session:String}"} GROUP BY {Key}, time, start
                )
                GROUP BY {Key}, intDiv(time, {width}) ORDER BY at
                """
            ),
            (ref Row row) =>
            {
                var (figure, source) = ReadKey(ref row);
                var cell = new FigureCell(
                    new DateTimeOffset(row.Int64(), TimeSpan.Zero),
                    new FigureAmount(
                        row.DoubleOrNull() ?? 0,
                        row.Int64(),
                        row.DoubleOrNull(),
                        row.DoubleOrNull()
                    )
                );
                return (Key: (figure.Key, source), Cell: (cell, row.Int64()));
            },
            cancellationToken,
            ("session", session)
        );
        return rows.ToLookup(row => row.Key, row => row.Cell);
    }

    private static (Figure Figure, FigureSource Source) ReadKey(ref Row row) =>
        (
            new Figure(
                row.Text(),
                (FigureKind)row.Int64(),
                row.Int64() != 0,
                row.Text() is { Length: > 0 } attributes ? attributes : null
            ),
            new FigureSource(row.Int64(), row.Int64())
        );
}
