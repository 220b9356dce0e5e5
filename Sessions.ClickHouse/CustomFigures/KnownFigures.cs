using Sessions.ClickHouse.Http;
using Sessions.ClickHouse.Rows;

namespace Sessions.ClickHouse.CustomFigures;

/// <summary>Which figures sessions have, so that none has more than it may.</summary>
internal sealed class KnownFigures(ClickHouseHttp http)
{
    /// <summary>Takes a batch's values into their sessions' states.</summary>
    /// <returns>The values to store, and those that were left out.</returns>
    public async Task<(List<FigurePoint> Kept, List<FigurePoint> LeftOut)> TakeAsync(
        WriteBatch batch,
        Dictionary<string, LoadedSession> sessions,
        CancellationToken cancellationToken
    )
    {
        if (batch.Figures.Count == 0)
        {
            return ([], []);
        }

        await LoadAsync(
            [
                .. batch
                    .Figures.Select(point => point.SessionId)
                    .Distinct(StringComparer.Ordinal)
                    .Where(id => sessions[id].Figures is null),
            ],
            sessions,
            cancellationToken
        );
        var kept = new List<FigurePoint>(batch.Figures.Count);
        var leftOut = new List<FigurePoint>();
        foreach (var point in batch.Figures)
        {
            var session = sessions[point.SessionId];
            if (TryAdd(session.Figures!, point))
            {
                kept.Add(point);
                session.State.ApplyFigures(point.Timestamp, point.Timestamp, batch.ArrivedAt);
            }
            else
            {
                session.State.LeaveFigureOut(batch.ArrivedAt);
                leftOut.Add(point);
            }
        }

        return (kept, leftOut);
    }

    private async Task LoadAsync(
        IReadOnlyCollection<string> ids,
        Dictionary<string, LoadedSession> sessions,
        CancellationToken cancellationToken
    )
    {
        if (ids.Count == 0)
        {
            return;
        }

        var keys = await FigureRows.KeysAsync(http, ids, cancellationToken);
        foreach (var id in ids)
        {
            sessions[id].Figures = [.. keys[id].Select(one => (one.Figure.Key, one.Source))];
        }
    }

    private static bool TryAdd(
        HashSet<((string, FigureKind, bool, string?) Figure, FigureSource Source)> known,
        FigurePoint point
    )
    {
        var key = (point.Figure.Key, point.Source);
        if (known.Contains(key))
        {
            return true;
        }

        if (
            known.Count >= FigureSource.MostOfSession
            || (
                known.All(one => one.Figure != point.Figure.Key)
                && known.DistinctBy(one => one.Figure).Count() >= Figure.MostOfSession
            )
        )
        {
            return false;
        }

        known.Add(key);
        return true;
    }
}
