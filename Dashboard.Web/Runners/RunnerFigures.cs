using Microsoft.Extensions.Caching.Memory;
using Sessions;

namespace Dashboard.Web.Runners;

/// <summary>Reads what runners measure of their own: the main figure of a session, and figures from session to session.</summary>
internal sealed class RunnerFigures(ISessionReader reader)
{
    /// <summary>Sessions that a figure is followed through: as many as the strip shows.</summary>
    private const int MostSessions = RunnerStrip.Shown;

    /// <summary>Figures that are followed.</summary>
    private const int MostFigures = 3;

    private static readonly TimeSpan KeptFor = TimeSpan.FromMinutes(5);

    private readonly MemoryCache _kept = new(new MemoryCacheOptions { SizeLimit = 20_000 });

    /// <summary>The figure that says best what a session did; null without any.</summary>
    public async ValueTask<FigureSeries?> MainAsync(
        SessionState session,
        CancellationToken cancellationToken
    ) => (await OfAsync(session, cancellationToken)).FirstOrDefault();

    /// <summary>Figures that several of a runner's newest sessions have, with their last value in each.</summary>
    public async Task<IReadOnlyList<RunnerFigure>> HistoryAsync(
        RunnerStatus status,
        RunnerSessions sessions,
        CancellationToken cancellationToken
    )
    {
        var read = new List<(RunnerOutcome Outcome, IReadOnlyList<FigureSeries> Figures)>();
        foreach (var outcome in status.Outcomes.Take(MostSessions).Reverse())
        {
            read.Add(
                (outcome, await OfAsync(sessions.States[outcome.Session.Id], cancellationToken))
            );
        }

        return
        [
            .. read.SelectMany(session => session.Figures.Select((figure, rank) => (figure, rank)))
                .GroupBy(one => one.figure.Figure.Key, one => one)
                .Where(same => same.Count() > 1)
                .OrderByDescending(same => same.Count())
                .ThenBy(same => same.Min(one => one.rank))
                .Take(MostFigures)
                .Select(same => new RunnerFigure(
                    same.Last().figure.Figure,
                    [
                        .. read.Select(session =>
                            (
                                session.Outcome,
                                session
                                    .Figures.FirstOrDefault(f => f.Figure.Key == same.Key)
                                    ?.Latest.Amount.Value
                            )
                        ),
                    ]
                )),
        ];
    }

    /// <summary>
    /// A session's figures, the main one first: one of the whole session before one of several series, and what adds up
    /// before what goes up and down.
    /// </summary>
    private async ValueTask<IReadOnlyList<FigureSeries>> OfAsync(
        SessionState session,
        CancellationToken cancellationToken
    )
    {
        if (session.FiguresUntil is null)
        {
            return [];
        }

        var key = (session.Id, session.FiguresUntil, session.LastChangeAt);
        if (_kept.TryGetValue(key, out IReadOnlyList<FigureSeries>? known))
        {
            return known!;
        }

        var figures = await reader.FiguresAsync(session.Id, 2, cancellationToken);
        return _kept.Set<IReadOnlyList<FigureSeries>>(
            key,
            [
                .. figures
                    .OrderBy(series => series.Figure.Attributes is not null)
                    .ThenBy(series => series.Figure.Kind != FigureKind.Sum)
                    .ThenBy(series => series.Figure.Kind == FigureKind.Histogram)
                    .ThenBy(series => series.Figure.Name, StringComparer.Ordinal),
            ],
            new MemoryCacheEntryOptions { Size = 1, SlidingExpiration = KeptFor }
        );
    }
}
