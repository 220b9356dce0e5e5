using Sessions.Sqlite.CustomFigures;

namespace Sessions.Sqlite.Read;

/// <summary>Answers <see cref="ISessionReader.FigureTracksAsync"/>.</summary>
internal static class FigureReads
{
    public static IReadOnlyList<FigureTrack> Tracks(ReadConnection connection, string id) =>
        connection.FindSession(id) is not { } session
            ? []
            :
            [
                .. FigureRows
                    .OfSession(connection.Database, session.Number)
                    .Select(row => new FigureTrack(
                        row.Figure,
                        row.Source,
                        FigureRows.Cells(connection.Database, row.Number),
                        row.Applied.All
                    )),
            ];
}
