using Dashboard.Web.Beats;
using Microsoft.Extensions.Caching.Memory;
using Sessions;

namespace Dashboard.Web.Views;

/// <summary>Puts together what the panels, the API and the health checks say of a session: one source for all of them.</summary>
internal sealed class SessionViews(
    ISessionReader reader,
    Verdicts verdicts,
    Attention attention,
    TradingReading trading,
    TimeProvider time
)
{
    /// <summary>What viewers of the same session share.</summary>
    private static readonly TimeSpan CurveFor = TimeSpan.FromSeconds(2);

    /// <summary>Points of a curve: as many as a drawing shows.</summary>
    private const int CurvePoints = 400;

    /// <summary>Points of a figure: as many as its small picture shows.</summary>
    private const int FigurePoints = 120;

    public const int ChecksShown = 20;

    public const int RetriesShown = 5;

    /// <summary>Attempts that are looked at, the newest ones.</summary>
    private const int RetriesRead = 100;

    private readonly MemoryCache _curves = new(new MemoryCacheOptions { SizeLimit = 500 });
    private readonly MemoryCache _figures = new(new MemoryCacheOptions { SizeLimit = 500 });
    private readonly MemoryCache _beats = new(new MemoryCacheOptions { SizeLimit = 500 });
    private readonly MemoryCache _checks = new(new MemoryCacheOptions { SizeLimit = 500 });

    public ValueTask<SessionView> OfAsync(
        SessionState state,
        CancellationToken cancellationToken
    ) => OfAsync(state, CurvePoints, cancellationToken);

    /// <summary>The same for who watches it: panels need the ends and the drawdown of its curve, and draw none.</summary>
    public ValueTask<SessionView> LiveAsync(
        SessionState state,
        CancellationToken cancellationToken
    ) => OfAsync(state, 2, cancellationToken);

    private async ValueTask<SessionView> OfAsync(
        SessionState state,
        int points,
        CancellationToken cancellationToken
    )
    {
        var history = await verdicts.HistoryAsync(state, cancellationToken);
        var verdict = verdicts.Of(state, history);
        return new SessionView
        {
            State = state,
            Verdict = verdict,
            IsOvercome = await attention.IsOvercomeAsync(state, verdict, cancellationToken),
            History = history,
            Checks = await ChecksAsync(state, cancellationToken),
            Curve = await CurveAsync(state, points, cancellationToken),
            Now = time.GetUtcNow(),
        };
    }

    /// <summary>The same with what only the page shows.</summary>
    public async ValueTask<SessionView> ForPageAsync(
        SessionState state,
        CancellationToken cancellationToken
    ) => await ForPageAsync(await OfAsync(state, cancellationToken), cancellationToken);

    /// <inheritdoc cref="ForPageAsync(SessionState, CancellationToken)"/>
    public async ValueTask<SessionView> ForPageAsync(
        SessionView view,
        CancellationToken cancellationToken
    ) =>
        view with
        {
            Beats = await BeatsAsync(view.State, cancellationToken),
            Retries = await RetriesAsync(view.State, cancellationToken),
            Figures = await FiguresAsync(view.State, cancellationToken),
            Trading = await trading.OfAsync(view.State, view.Clock.Present, cancellationToken),
        };

    /// <summary>A session's beats at this moment.</summary>
    public async ValueTask<BeatView> BeatsAsync(
        SessionState state,
        CancellationToken cancellationToken
    )
    {
        var key = (state.Id, state.Counts.Events, state.LastChangeAt, state.BeatIntervalSeconds);
        if (!_beats.TryGetValue(key, out BeatSummary? summary))
        {
            summary = _beats.Set(
                key,
                await reader.BeatsAsync(state.Id, state.BeatIntervalSeconds, cancellationToken),
                new MemoryCacheEntryOptions { Size = 1, AbsoluteExpirationRelativeToNow = CurveFor }
            );
        }

        return new BeatView(state, summary!, time.GetUtcNow());
    }

    /// <summary>The same a moment later, as far as that needs no store.</summary>
    public SessionView Later(SessionView view) =>
        view with
        {
            Verdict = verdicts.Of(view.State, view.History),
            Now = time.GetUtcNow(),
        };

    private async ValueTask<IReadOnlyList<RetryGroup>> RetriesAsync(
        SessionState state,
        CancellationToken cancellationToken
    )
    {
        if (state.Counts.Retries == 0)
        {
            return [];
        }

        var page = await reader.EventsAsync(
            new EventQuery
            {
                SessionId = state.Id,
                Types = [EventType.AutocorrectAttempt],
                Limit = RetriesRead,
            },
            cancellationToken
        );
        var groups = Retries.Of(state, page.Items.Select(stored => stored.Event));
        return [.. groups.Reverse().Take(RetriesShown)];
    }

    private async ValueTask<EquityCurve?> CurveAsync(
        SessionState state,
        int points,
        CancellationToken cancellationToken
    )
    {
        if (state.LatestEquity is null)
        {
            return null;
        }

        // An ended session's curve is kept by its end, so that the last one is never a stale one.
        var key = (state.Id, state.EndedAt, points);
        if (_curves.TryGetValue(key, out EquityCurve? known))
        {
            return known;
        }

        return _curves.Set(
            key,
            await reader.EquityAsync(state.Id, points, cancellationToken),
            new MemoryCacheEntryOptions { Size = 1, AbsoluteExpirationRelativeToNow = CurveFor }
        );
    }

    private async ValueTask<IReadOnlyList<FigureSeries>> FiguresAsync(
        SessionState state,
        CancellationToken cancellationToken
    )
    {
        if (state.FiguresUntil is null)
        {
            return [];
        }

        var key = (state.Id, state.EndedAt, state.FiguresFrom);
        return _figures.TryGetValue(key, out IReadOnlyList<FigureSeries>? known)
            ? known!
            : _figures.Set(
                key,
                await reader.FiguresAsync(state.Id, FigurePoints, cancellationToken),
                new MemoryCacheEntryOptions { Size = 1, AbsoluteExpirationRelativeToNow = CurveFor }
            );
    }

    private async ValueTask<IReadOnlyList<SessionEvent>> ChecksAsync(
        SessionState state,
        CancellationToken cancellationToken
    )
    {
        if (state.Counts.Checkpoints == 0)
        {
            return [];
        }

        var key = (state.Id, state.Counts.Passed, state.Counts.Failed, state.Counts.Warned);
        if (_checks.TryGetValue(key, out IReadOnlyList<SessionEvent>? known))
        {
            return known!;
        }

        var page = await reader.EventsAsync(
            new EventQuery
            {
                SessionId = state.Id,
                Types = [EventType.Checkpoint],
                Limit = ChecksShown,
            },
            cancellationToken
        );
        var graver =
            state.Counts.Failed + state.Counts.Warned > 0
                ? await reader.EventsAsync(
                    new EventQuery
                    {
                        SessionId = state.Id,
                        Types = [EventType.Checkpoint],
                        Levels = [EventLevel.Warning, EventLevel.Error],
                        Limit = ChecksShown,
                    },
                    cancellationToken
                )
                : Page<StoredEvent>.Empty;
        return _checks.Set<IReadOnlyList<SessionEvent>>(
            key,
            // What went wrong is here however much went well since.
            [
                .. graver
                    .Items.Concat(page.Items)
                    .Select(stored => stored.Event)
                    .DistinctBy(e => e.Id),
            ],
            // A late span may still fill in a message without changing any count.
            new MemoryCacheEntryOptions
            {
                Size = 1,
                AbsoluteExpirationRelativeToNow = TimeSpan.FromSeconds(30),
            }
        );
    }
}
