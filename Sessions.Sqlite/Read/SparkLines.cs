using System.Collections.Concurrent;
using Sessions.Sqlite.Series;

namespace Sessions.Sqlite.Read;

/// <summary>
/// Answers <see cref="ISessionReader.SparkLinesAsync"/>, and keeps what it read: most rows of a list are sessions that
/// ended long ago, and each value of a line lies on a page of its own.
/// </summary>
internal sealed class SparkLines
{
    /// <summary>Lines kept, about 250 bytes each; all are dropped when there are more.</summary>
    private const int Kept = 8_192;

    private readonly ConcurrentDictionary<(string Session, int Points), Line> _lines = new();

    /// <param name="Events">How many events the session had.</param>
    /// <param name="ChangedAt">When it last changed.</param>
    /// <param name="Values">Without the current one.</param>
    private sealed record Line(long Events, DateTimeOffset ChangedAt, List<double> Values);

    public IReadOnlyDictionary<string, IReadOnlyList<double>> Of(
        ReadConnection connection,
        IReadOnlyCollection<string> sessions,
        int points
    )
    {
        var lines = new Dictionary<string, IReadOnlyList<double>>();
        foreach (var id in sessions)
        {
            if (
                SessionReads.Find(connection, id) is { } state
                && state is not { LatestEquity: null, LatestPnl: null }
            )
            {
                lines[id] = [.. Values(connection, state, points), state.CurrentEquity];
            }
        }

        return lines;
    }

    private List<double> Values(ReadConnection connection, SessionState state, int points)
    {
        var key = (state.Id, points);
        if (
            _lines.TryGetValue(key, out var line)
            && line.Events == state.Counts.Events
            && line.ChangedAt == state.LastChangeAt
        )
        {
            return line.Values;
        }

        var values = Read(connection, state, points);
        if (_lines.Count >= Kept)
        {
            _lines.Clear();
        }

        _lines[key] = new Line(state.Counts.Events, state.LastChangeAt, values);
        return values;
    }

    private static List<double> Read(ReadConnection connection, SessionState state, int points)
    {
        var session = connection.FindSession(state.Id)!.Value;
        var curve = EquityReduction.Of(
            new StoredCurve(connection.Series(session)),
            Math.Max(points, 3) - 1
        );
        return [.. curve.Points.Select(point => point.Equity)];
    }
}
